using Shop.Orders.Contracts;
using Shop.Events;
using Shop.Testing;

namespace Shop.Analytics.Tests;

public sealed class CountingTests
{
    public static MatrixTheoryData<StoreKind, int> Muddles => new([StoreKind.Sqlite, StoreKind.Postgres], [1, 2, 3, 4, 5]);

    [Theory, MemberData(nameof(Muddles))]
    public async Task Reordered_and_duplicate_events_give_the_reference_reports(StoreKind store, int seed)
    {
        await using var analytics = await AnalyticsFixture.Open(store);
        var generated = new GeneratedEvents(seed);
        var muddled = generated.Shuffled(generated.Of(orders: 60));

        await analytics.Receive(muddled.Select(events => events.Envelope), batchSize: 7 * seed);

        foreach (var (by, step) in ((string, TimeSpan)[])[("hour", TimeSpan.FromHours(1)), ("day", TimeSpan.FromDays(1))])
            await AssertReports(
                analytics, new ReferenceReports(muddled, step), $"by={by}&from=2026-02-28T00:00:00Z&until=2026-03-10T00:00:00Z");
    }

    [Theory, EachStore]
    public async Task Minutes_add_up_like_hours_and_days(StoreKind store)
    {
        await using var analytics = await AnalyticsFixture.Open(store);
        var events = new GeneratedEvents(seed: 6).Of(orders: 40).Where(one => one.At < GeneratedEvents.FirstDay.AddDays(1)).ToList();

        await analytics.Receive(events.Select(one => one.Envelope));

        await AssertReports(
            analytics, new ReferenceReports(events, TimeSpan.FromMinutes(1)),
            "by=minute&from=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z");
    }

    private static async Task AssertReports(AnalyticsFixture analytics, ReferenceReports reference, string query)
    {
        Assert.Equal(reference.Orders(), await analytics.Report<OrderCounts>("orders", query));
        Assert.Equal(reference.Revenue(), await analytics.Report<Revenue>("revenue", query));
        Assert.Equal(reference.Funnel(), await analytics.Report<Funnel>("funnel", query));
        Assert.Equal(reference.Rates(), await analytics.Report<Rates>("rates", query));
        Assert.Equal(reference.Products(top: 3), await analytics.Report<ProductCounts>("products", query + "&top=3"));
        Assert.Equal(reference.Countries(), await analytics.Report<CountryCounts>("countries", query));
        Assert.Equal(reference.Times(), await analytics.Report<Times>("times", query));
    }

    [Theory, EachStore]
    public async Task A_late_event_counts_at_its_own_time(StoreKind store)
    {
        await using var analytics = await AnalyticsFixture.Open(store);
        var lastWeek = GeneratedEvents.FirstDay.AddHours(5).AddMinutes(30);

        await analytics.Receive([Envelopes.Of(Created("ORD-1"), at: lastWeek)]);

        var counts =
            Assert.Single(await analytics.Report<OrderCounts>("orders", "by=hour&from=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z"));
        Assert.Equal((GeneratedEvents.FirstDay.AddHours(5), 1), (counts.At, counts.Created));
        Assert.Empty(await analytics.Report<OrderCounts>("orders", "by=hour"));
    }

    [Theory, EachStore]
    public async Task A_batch_is_written_with_one_statement_per_table(StoreKind store)
    {
        await using var analytics = await AnalyticsFixture.Open(store);
        using var statements = new WrittenStatements();
        var events = new GeneratedEvents(seed: 7).Of(orders: 50);

        await analytics.Receive(events.Select(one => one.Envelope), batchSize: events.Count);

        Assert.Equal(["lines", "orders", "refunds"], statements.Tables(of: events[0].Event.Subject).Order());
    }

    private static OrderCreated Created(string order) => new(
        order, "CUST-1", "ada@example.com", [new OrderItem("PRD-1", 1, new Money(100))], new Money(100), "USD",
        new ShippingAddress("US", "", "Town", "1"));
}
