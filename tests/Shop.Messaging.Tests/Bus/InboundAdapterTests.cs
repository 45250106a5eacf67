using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Testing;

namespace Shop.Messaging.Tests.Bus;

/// <summary>Events from outside, checked against the schemas.</summary>
public sealed class InboundAdapterTests
{
    private readonly Diary _diary = new();

    private Task<ShopUnderTest> Start(TestDatabase database, params IModule[] modules) =>
        ShopUnderTest.Start(database, modules, services => services.AddSingleton(_diary));

    private static Task Receive(ShopUnderTest shop, params string[] events) => shop.Services.GetRequiredService<InboundAdapter>()
        .Receive("sky", [.. events.Select(json => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(json))], CancellationToken.None);

    private static string Kite(Action<JsonObject>? change = null)
    {
        var kite = EventSchema.Of<KiteRisen>().ToExample();
        change?.Invoke(kite["detail"]!.AsObject());
        return kite.ToJsonString();
    }

    private static async Task<IReadOnlyList<(string Rule, string Error, string Envelope)>> Dead(TestDatabase database)
    {
        await using var connection = await database.OpenAsync("sky");
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
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await Start(database, new Meadow(), new Sky());
        var kite = Kite(detail => detail["material"] = "silk");

        await Receive(shop, kite, kite);
        await Receive(shop, kite);
        await shop.Settle();

        Assert.Equal(["saw kite in colour"], _diary.Done);
        Assert.Empty(await Dead(database));
    }

    [Theory, EachStore]
    public async Task An_event_without_metadata_uses_its_envelopes_id_and_time(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await Start(database, new Meadow(), new Sky());

        await Receive(shop, """
            {"id":"abc","source":"com.shop.meadow","detail-type":"Kite Risen","time":"2026-01-02T03:04:05Z","detail":{"kite":"blue","height":3}}
            """);
        await shop.Settle();

        Assert.Equal(["saw blue as before", "saw blue in unknown"], _diary.Done.Order());
    }

    [Theory, EachStore]
    public async Task A_NUL_character_in_an_envelope_field_is_a_dead_letter_and_blocks_no_other(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await Start(database, new Meadow(), new Sky());

        await Receive(shop, Kite(detail => detail["metadata"]!["correlationId"] = "a\0b"), Kite().Replace("Kite Risen", "Kite\\u0000Risen", StringComparison.Ordinal), Kite());
        await shop.With<DeadLetterProcessor>(job => job.Run(CancellationToken.None));
        await shop.Settle();

        Assert.Single(_diary.Done);
        Assert.All(await Dead(database), dead => Assert.Contains("NUL character", dead.Error, StringComparison.Ordinal));
        Assert.Equal(2, (await shop.Services.GetRequiredService<DeadLetters>().List(new DeadLetterFilter(), null, 10, default)).Count(message => message.Parked));
    }

    [Theory, EachStore]
    public async Task An_event_that_does_not_fit_its_schema_is_a_dead_letter_and_the_rest_is_handled(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await Start(database, new Meadow(), new Sky());
        var wrong = Kite(detail =>
        {
            detail["metadata"]!["eventId"] = Guid.NewGuid().ToString();
            detail["height"] = "high";
            detail.Remove("colour");
        });

        await Receive(shop, wrong, Kite(), wrong);
        await shop.Settle();

        Assert.Equal(["saw kite in colour"], _diary.Done);
        var (rule, error, envelope) = Assert.Single(await Dead(database));
        Assert.Equal(BuiltInRules.ReceiveName, rule);
        Assert.Contains("Kite Risen 2.0: /detail/colour is missing. /detail/height must be a whole number, but is \"high\".", error, StringComparison.Ordinal);
        Assert.Equal(wrong, envelope);
    }

    [Theory, EachStore]
    public async Task A_value_that_violates_its_constraint_is_a_dead_letter(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await Start(database, new Meadow(), new Sky());

        await Receive(shop, Kite(detail => detail["height"] = -1));

        Assert.Contains("/detail/height must be 0 or more, but is -1.", Assert.Single(await Dead(database)).Error, StringComparison.Ordinal);
    }

    [Theory, EachStore]
    public async Task An_unknown_event_or_version_is_a_dead_letter(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await Start(database, new Meadow(), new Sky());

        await Receive(
            shop,
            Kite(detail => detail["metadata"]!["version"] = "3.0"),
            """{"id":"abc","source":"aws.s3","detail-type":"Object Created","time":"2026-01-02T03:04:05Z","detail":{}}""");

        Assert.Collection(
            await Dead(database),
            dead => Assert.Contains("\"Kite Risen\" is not known in version 3.0, but in 1.0, 2.0.", dead.Error, StringComparison.Ordinal),
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
    private static byte[] Broken => Encoding.UTF8.GetBytes(Kite(detail => detail["colour"] = "HALF").Replace("HALF", "\\ud83c", StringComparison.Ordinal));

    [Theory, MemberData(nameof(EachUnreadable))]
    public async Task Bytes_that_are_not_an_event_are_stored_once_unchanged(StoreKind store, byte[] bytes)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await Start(database, new Meadow(), new Sky());
        var inbound = shop.Services.GetRequiredService<InboundAdapter>();

        await inbound.Receive("sky", [bytes], CancellationToken.None);
        await inbound.Receive("sky", [bytes], CancellationToken.None);

        var dead = Assert.Single(await Dead(database));
        Assert.Equal(bytes, UnreadableEvent.Unwrap(Envelope.Parse(Encoding.UTF8.GetBytes(dead.Envelope)))!.Value.ToArray());
    }

    private static async Task Redrive(TestDatabase database, StoreKind store)
    {
        await using var connection = await database.OpenAsync("sky");
        await using var command = connection.CreateCommand();
        var now = store == StoreKind.Sqlite ? "strftime('%Y-%m-%d %H:%M:%f', 'now')" : "clock_timestamp()";
        command.CommandText = $"update inbox set state = 'pending', dead_lettered_at = null, next_attempt_at = {now} where state = 'dead_lettered'";
        await command.ExecuteNonQueryAsync();
    }

    [Theory, EachStore]
    public async Task A_redriven_event_is_received_again(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using (var before = await Start(database, new EmptySky()))
            await Receive(before, Kite(), "{");
        Assert.Equal(2, (await Dead(database)).Count);
        await Redrive(database, store);

        await using var after = await Start(database, new Meadow(), new Sky());
        await after.Settle();
        await Receive(after, Kite());

        Assert.Equal(["saw kite in colour"], _diary.Done);
        Assert.Contains("no event", Assert.Single(await Dead(database)).Error, StringComparison.Ordinal);
    }

    [Theory, EachStore]
    public async Task A_valid_event_that_fails_is_retried(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await Start(database, new Meadow(), new Sky());
        _diary.Failures["kite"] = 2;

        await Receive(shop, Kite(detail => detail["metadata"]!["timestamp"] = DateTime.UtcNow));
        await shop.Settle();

        Assert.Equal(["saw kite in colour"], _diary.Done);
    }
}
