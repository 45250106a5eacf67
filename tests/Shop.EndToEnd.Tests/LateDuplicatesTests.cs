using Microsoft.Extensions.DependencyInjection;
using Shop.Catalog;
using Shop.Events;
using Shop.Inventory;
using Shop.Orders;
using Shop.Payments;
using Shop.Shipping.Contracts;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>
/// Duplicates that no inbox remembers any more: late from a queue, redriven by an operator, replayed. Money and stock have business keys.
/// Eight days exceed the article's window of seven; thirty-one exceed the default of thirty.
/// </summary>
public sealed class LateDuplicatesTests
{
    private static readonly BulkOptions Ada = new("ada");

    public static MatrixTheoryData<StoreKind, int> StoresAndDays => new([StoreKind.Sqlite, StoreKind.Postgres], [8, 31]);

    [Theory, MemberData(nameof(StoresAndDays))]
    public async Task Duplicates_after_the_retention_window_move_no_money_and_no_stock(StoreKind store, int days)
    {
        await using var database = await TestDatabase.CreateAsync(store, "catalog", "orders", "inventory", "payments");
        var clock = new MovedClock(TimeSpan.FromDays(-days));
        await using var shop = await Open(database, clock, rememberedDays: days - 1);
        var fromOutside = await Trade(shop);
        var before = await MoneyAndStock(database);

        clock.By = TimeSpan.Zero;
        await shop.Shop.Age(days);
        Assert.Equal(0, await Remembered(database));
        Assert.Single(before, row => row.Contains(" captured ", StringComparison.Ordinal) && row.EndsWith("[]", StringComparison.Ordinal));

        foreach (var late in (await Archived(database)).Concat(fromOutside).Reverse())
            await shop.Shop.Receive(late);
        await shop.Shop.Settle();
        Assert.Equal(before, await MoneyAndStock(database));

        foreach (var rule in shop.Shop.Services.GetRequiredService<ModuleDirectory>().Hosted.SelectMany(module => module.Rules).Where(rule => rule.Module is "inventory" or "payments"))
            await Ended(shop.Shop, await shop.Shop.Services.GetRequiredService<Replays>().Start(new ReplayRequest { Rerun = true, Rules = [$"{rule.Module}/{rule.Name}"] }, Ada, default));
        Assert.Equal(before, await MoneyAndStock(database));
    }

    [Theory, MemberData(nameof(StoresAndDays))]
    public async Task A_charge_redriven_days_later_is_made_once(StoreKind store, int days)
    {
        await using var database = await TestDatabase.CreateAsync(store, "catalog", "orders", "inventory", "payments");
        var clock = new MovedClock(TimeSpan.FromDays(-days));
        await using var shop = await Open(database, clock, rememberedDays: days - 1);
        var id = await shop.Http.Place(Shopper.Order("PRD-0011", token: "tok_poison_once"));
        await shop.Shop.Settle();
        var messages = shop.Shop.Services.GetRequiredService<DeadLetters>();
        Assert.Equal("charge-order", Assert.Single(await messages.List(new DeadLetterFilter { Subject = id }, null, 10, default)).Rule);

        clock.By = TimeSpan.Zero;
        await shop.Shop.Age(days);
        var asked = Assert.Single(await Archived(database), published => published.DetailType == "Payment Requested");
        for (var time = 0; time < 2; time++)
        {
            await Ended(shop.Shop, await messages.Redrive(new DeadLetterFilter { Subject = id }, Ada, default));
            await shop.Shop.Receive(asked);
            await shop.Shop.Settle();
        }

        Assert.Single(await Rows(database, "payments", "select business_key from sandbox_charges where outcome = 'authorised'"));
        Assert.Single(await shop.Shop.Published(id), published => published == "Payment Processed");
    }

    private static async Task<ShopOverHttp> Open(TestDatabase database, MovedClock clock, int rememberedDays)
    {
        var shop = await ShopOverHttp.Start(
            database, [new CatalogModule(), new OrdersModule(), new InventoryModule(), new PaymentsModule()], services => services.AddSingleton<TimeProvider>(clock),
            ("Bus:InboxRetentionDays", $"{rememberedDays}"), ("Bus:ArchiveRetentionDays", "60"));
        var seed = shop.Shop.Services.GetRequiredService<ModuleDirectory>().Hosted.Select(module => module.Seed).OfType<Type>().Single();
        await shop.Shop.With<IServiceProvider>(services => ((ISeed)services.GetRequiredService(seed)).Apply(CancellationToken.None));
        await shop.Shop.Settle();
        return shop;
    }

    /// <summary>Orders of every outcome: shipped, declined, reviewed, out of stock, and cancelled after payment.</summary>
    /// <returns>The events published meanwhile.</returns>
    private static async Task<IReadOnlyList<Envelope>> Trade(ShopOverHttp shop)
    {
        var sent = await shop.Http.Place(Shopper.Order("PRD-0002", 2));
        foreach (var order in (object[])[
            Shopper.Order("PRD-0003", 1, "tok_declined"), Shopper.Order("PRD-0017"), Shopper.Order("PRD-0006", 999),
            Shopper.Order("PRD-0016", 1, "tok_charged_but_unanswered")])
            await shop.Http.Place(order);
        var regretted = await shop.Http.Place(Shopper.Order("PRD-0009", 3));
        await shop.Shop.Settle();
        using var cancelled = await shop.Http.PostAsync($"/v1/orders/{regretted}/cancel", null);
        var shipped = Envelopes.Of(new OrderShipped(sent, "CUST-1", "ada@example.com", "SHP-1", "Parcels", "SP1", "https://parcels.example/SP1"));
        await shop.Shop.Receive(shipped);
        await shop.Shop.Settle();
        return [shipped];
    }

    /// <summary>The state of money and stock, and their published events.</summary>
    private static async Task<IReadOnlyList<string>> MoneyAndStock(TestDatabase database) =>
    [
        .. await Rows(database, "inventory", "select product_id || ' ' || available || ' ' || reserved from stock"),
        .. await Rows(database, "inventory", "select order_id || ' ' || state from reservations"),
        .. await Rows(database, "inventory", "select detail_type || ' ' || subject from archive"),
        .. await Rows(database, "payments", "select order_id || ' ' || state || ' ' || coalesce(amount, 0) || ' ' || coalesce(captured_amount, 0) || ' ' || refunds from payments"),
        .. await Rows(database, "payments", "select business_key || ' ' || outcome || ' ' || amount from sandbox_charges"),
        .. await Rows(database, "payments", "select detail_type || ' ' || subject from archive"),
    ];

    private static async Task<int> Remembered(TestDatabase database)
    {
        var rows = 0;
        foreach (var module in (string[])["catalog", "orders", "inventory", "payments"])
            rows += (await Rows(database, module, "select rule from inbox where handled_at is not null")).Count;
        return rows;
    }

    private static async Task<IReadOnlyList<Envelope>> Archived(TestDatabase database)
    {
        var published = new List<string>();
        foreach (var module in (string[])["catalog", "orders", "inventory", "payments"])
            published.AddRange(await Rows(database, module, "select envelope from archive"));
        return [.. published.Select(json => Envelope.Parse(System.Text.Encoding.UTF8.GetBytes(json))).OrderBy(envelope => envelope.Metadata.Timestamp)];
    }

    private static async Task<IReadOnlyList<string>> Rows(TestDatabase database, string module, string sql)
    {
        await using var connection = await database.OpenAsync(module);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static async Task Ended(ShopUnderTest shop, IReadOnlyList<BulkOperation> begun)
    {
        var operations = shop.Services.GetRequiredService<BulkOperations>();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        foreach (var operation in begun)
            while ((await operations.Find(operation.Id, default))!.State == OperationState.Running)
                await pace.WaitForNextTickAsync();
        await shop.Settle();
    }
}
