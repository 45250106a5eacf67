using Shop.Orders.Contracts;
using Shop.Events;
using Shop.Testing;

namespace Shop.Analytics.Tests;

public sealed class CountingTests
{
    public static MatrixTheoryData<StoreKind, int> Muddles => new([StoreKind.Sqlite, StoreKind.Postgres], [1, 2, 3, 4, 5]);

    [Theory, MemberData(nameof(Muddles))]
    public async Task In_whatever_order_and_however_often_events_come_the_reports_are_those_of_a_recount(StoreKind store, int seed)
    {
        await using var room = await AnalyticsRoom.Open(store);
        var trade = new Trade(seed);
        var muddled = trade.Muddled(trade.Of(orders: 60));

        await room.Hear(muddled.Select(told => told.Envelope), atOnce: 7 * seed);

        foreach (var (by, step) in ((string, TimeSpan)[])[("hour", TimeSpan.FromHours(1)), ("day", TimeSpan.FromDays(1))])
            await IsARecount(room, new Recount(muddled, step), $"by={by}&from=2026-02-28T00:00:00Z&until=2026-03-10T00:00:00Z");
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Minutes_add_up_like_hours_and_days(StoreKind store)
    {
        await using var room = await AnalyticsRoom.Open(store);
        var told = new Trade(seed: 6).Of(orders: 40).Where(one => one.At < Trade.Begin.AddDays(1)).ToList();

        await room.Hear(told.Select(one => one.Envelope));

        await IsARecount(room, new Recount(told, TimeSpan.FromMinutes(1)), "by=minute&from=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z");
    }

    private static async Task IsARecount(AnalyticsRoom room, Recount recount, string query)
    {
        Assert.Equal(recount.Orders(), await room.Report<OrderCounts>("orders", query));
        Assert.Equal(recount.Revenue(), await room.Report<Revenue>("revenue", query));
        Assert.Equal(recount.Funnel(), await room.Report<Funnel>("funnel", query));
        Assert.Equal(recount.Rates(), await room.Report<Rates>("rates", query));
        Assert.Equal(recount.Products(top: 3), await room.Report<ProductCounts>("products", query + "&top=3"));
        Assert.Equal(recount.Countries(), await room.Report<CountryCounts>("countries", query));
        Assert.Equal(recount.Times(), await room.Report<Times>("times", query));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_late_event_counts_at_its_own_time(StoreKind store)
    {
        await using var room = await AnalyticsRoom.Open(store);
        var lastWeek = Trade.Begin.AddHours(5).AddMinutes(30);

        await room.Hear([Envelopes.Of(Created("ORD-1"), at: lastWeek)]);

        var counts = Assert.Single(await room.Report<OrderCounts>("orders", "by=hour&from=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z"));
        Assert.Equal((Trade.Begin.AddHours(5), 1), (counts.At, counts.Created));
        Assert.Empty(await room.Report<OrderCounts>("orders", "by=hour"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task What_one_batch_tells_of_many_orders_is_written_by_one_statement_a_table(StoreKind store)
    {
        await using var room = await AnalyticsRoom.Open(store);
        using var statements = new WrittenStatements();
        var told = new Trade(seed: 7).Of(orders: 50);

        await room.Hear(told.Select(one => one.Envelope), atOnce: told.Count);

        Assert.Equal(["lines", "orders", "refunds"], statements.Tables(of: told[0].Said.Subject).Order());
    }

    private static OrderCreated Created(string order) => new(
        order, "CUST-1", "ada@example.com", [new OrderItem("PRD-1", 1, new Money(100))], new Money(100), "USD", new ShippingAddress("US", "", "Town", "1"));
}
