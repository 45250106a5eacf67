using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Testing;

namespace Shop.Messaging.Tests.Bus;

/// <summary>Events from outside, checked against the schemas.</summary>
public sealed class InboundAdapterTests
{
    private readonly HandlerLog _handled = new();

    private Task<ShopUnderTest> Start(TestDatabase database, params IModule[] modules) =>
        ShopUnderTest.Start(database, modules, services => services.AddSingleton(_handled));

    private static Task Receive(ShopUnderTest shop, params string[] events) => shop.Services.GetRequiredService<InboundAdapter>()
        .Receive("labelling", [.. events.Select(json => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(json))], CancellationToken.None);

    private static string AnyPriceChanged(Action<JsonObject>? change = null)
    {
        var example = EventSchema.Of<PriceChanged>().ToExample();
        change?.Invoke(example["detail"]!.AsObject());
        return example.ToJsonString();
    }

    private static async Task<IReadOnlyList<(string Rule, string Error, string Envelope)>> Dead(TestDatabase database)
    {
        await using var connection = await database.OpenAsync("labelling");
        await using var command = connection.CreateCommand();
        command.CommandText = "select rule, error, envelope from inbox where state = 'dead_lettered' order by error";
        await using var row = await command.ExecuteReaderAsync();
        var dead = new List<(string, string, string)>();
        while (await row.ReadAsync())
            dead.Add((row.GetString(0), row.GetString(1), row.GetString(2)));
        return dead;
    }

    [Theory, EachStore]
    public async Task Duplicate_events_with_unknown_fields_are_handled_once(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "pricing", "labelling");
        await using var shop = await Start(database, new Pricing(), new Labelling());
        var change = AnyPriceChanged(detail => detail["material"] = "silk");

        await Receive(shop, change, change);
        await Receive(shop, change);
        await shop.Settle();

        Assert.Equal(["printed productId in currency"], _handled.Done);
        Assert.Empty(await Dead(database));
    }

    [Theory, EachStore]
    public async Task An_event_without_metadata_uses_its_envelopes_id_and_time(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "pricing", "labelling");
        await using var shop = await Start(database, new Pricing(), new Labelling());

        await Receive(shop, """
            {"id":"abc","source":"com.shop.pricing","detail-type":"Price Changed","time":"2026-01-02T03:04:05Z","detail":{"productId":"PRD-1","amount":3}}
            """);
        await shop.Settle();

        Assert.Equal(["printed PRD-1 as before", "printed PRD-1 in unknown"], _handled.Done.Order());
    }

    [Theory, EachStore]
    public async Task A_NUL_character_in_an_envelope_field_is_a_dead_letter_and_blocks_no_other(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "pricing", "labelling");
        await using var shop = await Start(database, new Pricing(), new Labelling());

        await Receive(shop, AnyPriceChanged(detail => detail["metadata"]!["correlationId"] = "a\0b"), AnyPriceChanged().Replace("Price Changed", "ProductId\\u0000Risen", StringComparison.Ordinal), AnyPriceChanged());
        await shop.With<DeadLetterProcessor>(job => job.Run(CancellationToken.None));
        await shop.Settle();

        Assert.Single(_handled.Done);
        Assert.All(await Dead(database), dead => Assert.Contains("NUL character", dead.Error, StringComparison.Ordinal));
        Assert.Equal(2, (await shop.Services.GetRequiredService<DeadLetters>().List(new DeadLetterFilter(), null, 10, default)).Count(message => message.Parked));
    }

    [Theory, EachStore]
    public async Task An_event_that_does_not_fit_its_schema_is_a_dead_letter_and_the_rest_is_handled(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "pricing", "labelling");
        await using var shop = await Start(database, new Pricing(), new Labelling());
        var wrong = AnyPriceChanged(detail =>
        {
            detail["metadata"]!["eventId"] = Guid.NewGuid().ToString();
            detail["amount"] = "high";
            detail.Remove("currency");
        });

        await Receive(shop, wrong, AnyPriceChanged(), wrong);
        await shop.Settle();

        Assert.Equal(["printed productId in currency"], _handled.Done);
        var (rule, error, envelope) = Assert.Single(await Dead(database));
        Assert.Equal(BuiltInRules.ReceiveName, rule);
        Assert.Contains("Price Changed 2.0: /detail/currency is missing. /detail/amount must be a whole number, but is \"high\".", error, StringComparison.Ordinal);
        Assert.Equal(wrong, envelope);
    }

    [Theory, EachStore]
    public async Task A_value_that_violates_its_constraint_is_a_dead_letter(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "pricing", "labelling");
        await using var shop = await Start(database, new Pricing(), new Labelling());

        await Receive(shop, AnyPriceChanged(detail => detail["amount"] = -1));

        Assert.Contains("/detail/amount must be 0 or more, but is -1.", Assert.Single(await Dead(database)).Error, StringComparison.Ordinal);
    }

    [Theory, EachStore]
    public async Task An_unknown_event_or_version_is_a_dead_letter(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "pricing", "labelling");
        await using var shop = await Start(database, new Pricing(), new Labelling());

        await Receive(
            shop,
            AnyPriceChanged(detail => detail["metadata"]!["version"] = "3.0"),
            """{"id":"abc","source":"aws.s3","detail-type":"Object Created","time":"2026-01-02T03:04:05Z","detail":{}}""");

        Assert.Collection(
            await Dead(database),
            dead => Assert.Contains("\"Price Changed\" is not known in version 3.0, but in 1.0, 2.0.", dead.Error, StringComparison.Ordinal),
            dead => Assert.Contains("No contract here is for \"Object Created\" of aws.s3.", dead.Error, StringComparison.Ordinal));
    }

    public static TheoryData<StoreKind, byte[]> EachUnreadable
    {
        get
        {
            var data = new TheoryData<StoreKind, byte[]>();
            foreach (var store in new[] { StoreKind.Sqlite, StoreKind.Postgres })
                foreach (var bytes in new[] { "{"u8.ToArray(), "[1]"u8.ToArray(), ""u8.ToArray(), "{\"detail\":{}}"u8.ToArray(), [0x7b, 0xff, 0x00], Broken })
                    data.Add(store, bytes);
            return data;
        }
    }

    /// <summary>Half a surrogate pair: valid JSON grammar, but not text.</summary>
    private static byte[] Broken => Encoding.UTF8.GetBytes(AnyPriceChanged(detail => detail["currency"] = "HALF").Replace("HALF", "\\ud83c", StringComparison.Ordinal));

    [Theory, MemberData(nameof(EachUnreadable))]
    public async Task Bytes_that_are_not_an_event_are_stored_once_unchanged(StoreKind store, byte[] bytes)
    {
        await using var database = await TestDatabase.CreateAsync(store, "pricing", "labelling");
        await using var shop = await Start(database, new Pricing(), new Labelling());
        var inbound = shop.Services.GetRequiredService<InboundAdapter>();

        await inbound.Receive("labelling", [bytes], CancellationToken.None);
        await inbound.Receive("labelling", [bytes], CancellationToken.None);

        var dead = Assert.Single(await Dead(database));
        Assert.Equal(bytes, UnreadableEvent.Unwrap(Envelope.Parse(Encoding.UTF8.GetBytes(dead.Envelope)))!.Value.ToArray());
    }

    private static async Task Redrive(TestDatabase database, StoreKind store)
    {
        await using var connection = await database.OpenAsync("labelling");
        await using var command = connection.CreateCommand();
        var now = store == StoreKind.Sqlite ? "strftime('%Y-%m-%d %H:%M:%f', 'now')" : "clock_timestamp()";
        command.CommandText = $"update inbox set state = 'pending', dead_lettered_at = null, next_attempt_at = {now} where state = 'dead_lettered'";
        await command.ExecuteNonQueryAsync();
    }

    [Theory, EachStore]
    public async Task A_redriven_event_is_received_again(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "pricing", "labelling");
        await using (var before = await Start(database, new EmptyLabelling()))
            await Receive(before, AnyPriceChanged(), "{");
        Assert.Equal(2, (await Dead(database)).Count);
        await Redrive(database, store);

        await using var after = await Start(database, new Pricing(), new Labelling());
        await after.Settle();
        await Receive(after, AnyPriceChanged());

        Assert.Equal(["printed productId in currency"], _handled.Done);
        Assert.Contains("no event", Assert.Single(await Dead(database)).Error, StringComparison.Ordinal);
    }

    [Theory, EachStore]
    public async Task A_valid_event_that_fails_is_retried(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "pricing", "labelling");
        await using var shop = await Start(database, new Pricing(), new Labelling());
        _handled.Failures["productId"] = 2;

        await Receive(shop, AnyPriceChanged(detail => detail["metadata"]!["timestamp"] = DateTime.UtcNow));
        await shop.Settle();

        Assert.Equal(["printed productId in currency"], _handled.Done);
    }
}
