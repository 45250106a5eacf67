using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using Shop.Testing;

namespace Shop.Analytics.Tests;

public sealed class RebuildTests
{
    private static IModule[] Publishers =>
    [
        new Publisher<OrderCreated>("orders"), new Publisher<InventoryReserved>("inventory"), new Publisher<PaymentProcessed>("payments"),
        new Publisher<OrderShipped>("shipping"),
    ];

    [Theory, EachStore]
    public async Task Figures_rebuilt_from_the_archive_equal_the_counted_ones(StoreKind store)
    {
        await using var analytics = await AnalyticsFixture.Open(store, Publishers);
        var events = new GeneratedEvents(seed: 11).Of(orders: 80);
        await Publish(analytics.Shop, events);
        var counted = await analytics.Counted();
        await analytics.Execute("update orders set total = 1, paid_at = null, shipped_at = 77");
        await analytics.Execute("delete from lines");
        await analytics.Execute("insert into orders (order_id, confirmed_at) values ('ORD-NEVER-SAID', 5)");
        await analytics.Execute("delete from refunds");

        var (status, body) = await analytics.Rebuild();

        Assert.Equal((HttpStatusCode.OK, events.Count), (status, body.GetProperty("events").GetInt32()));
        Assert.Equal(counted, await analytics.Counted());
        Assert.NotEmpty(counted);
    }

    [Theory, EachStore]
    public async Task Events_published_during_a_rebuild_are_counted(StoreKind store)
    {
        await using var analytics = await AnalyticsFixture.Open(store, Publishers);
        var events = new GeneratedEvents(seed: 12).Of(orders: 120);

        var publishing = Publish(analytics.Shop, events);
        for (var times = 0; times < 5 || !publishing.IsCompleted; times++)
            Assert.Equal(HttpStatusCode.OK, (await analytics.Rebuild()).Status);
        await publishing;

        var counted = await analytics.Counted();
        Assert.Equal(HttpStatusCode.OK, (await analytics.Rebuild()).Status);
        Assert.Equal(counted, await analytics.Counted());
        Assert.Equal(120, counted.Count(line => line.StartsWith("orders:", StringComparison.Ordinal)));
    }

    [Theory, EachStore]
    public async Task Orders_older_than_the_archive_stay_unchanged(StoreKind store)
    {
        await using var analytics = await AnalyticsFixture.Open(store, Publishers);
        await analytics.Receive([Envelopes.Of(new GeneratedEvents(seed: 13).Of(orders: 1)[0].Event, at: GeneratedEvents.FirstDay)]);
        await Publish(analytics.Shop, new GeneratedEvents(seed: 14).Of(orders: 5));
        var counted = await analytics.Counted();

        await analytics.Rebuild();

        Assert.Equal(counted, await analytics.Counted());
    }

    [Fact]
    public async Task A_rebuild_is_rejected_when_a_publisher_is_not_hosted()
    {
        await using var analytics = await AnalyticsFixture.Open(StoreKind.Sqlite, new Publisher<OrderCreated>("orders"));

        var (status, body) = await analytics.Rebuild();

        Assert.Equal((HttpStatusCode.Conflict, "rebuild_refused"), (status, body.GetProperty("code").GetString()));
        Assert.Contains("com.shop.inventory", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory, EachStore]
    public async Task Reconciliation_names_an_order_that_is_not_counted(StoreKind store)
    {
        await using var analytics = await AnalyticsFixture.Open(store, Publishers);
        var events = new GeneratedEvents(seed: 15).Of(orders: 3);
        await Publish(analytics.Shop, events);
        var order = events.First(one => one.Event is OrderConfirmed).Event.Subject;
        Assert.Empty(await Differences(analytics));

        await analytics.Execute($"update orders set confirmed_at = null where order_id = '{order}'");

        Assert.Equal([$"\"Order Confirmed\" was published for {order}, but it is not counted."], await Differences(analytics));
    }

    [Theory, EachStore]
    public async Task Reconciliation_compares_the_reports_with_the_events(StoreKind store)
    {
        await using var analytics = await AnalyticsFixture.Open(store, Publishers);
        await Publish(analytics.Shop, new GeneratedEvents(seed: 16).Of(orders: 60));

        var figures = await Figures(analytics);
        Assert.All(figures, figure => Assert.Equal(figure.Expected, figure.Actual));
        Assert.Equal(60, figures.Single(figure => figure.Name == "orders created").Expected);
        Assert.All(
            ["orders confirmed", "orders cancelled", "USD authorised", "USD captured", "USD refunded"],
            name => Assert.True(figures.Single(figure => figure.Name == name).Expected > 0, name));

        await analytics.Execute("update orders set captured = captured + 1 where currency = 'USD'");
        await analytics.Execute("delete from orders where order_id = (select min(order_id) from orders)");

        var different = (await Figures(analytics)).Where(figure => figure.Expected != figure.Actual).Select(figure => figure.Name).ToList();
        Assert.Superset(new HashSet<string> { "orders created", "USD captured" }, different.ToHashSet());
    }

    private static Task<IReadOnlyList<Figure>> Figures(AnalyticsFixture analytics) =>
        analytics.Shop.With<IServiceProvider, IReadOnlyList<Figure>>(services =>
        ((IReconciliation)ActivatorUtilities.CreateInstance<ReconcileFacts>(services))
            .Figures(new ReconciliationSpan(DateTime.UtcNow.AddHours(-1), DateTime.UtcNow.AddHours(1), true), CancellationToken.None));

    private static Task<IReadOnlyList<string>> Differences(AnalyticsFixture analytics) =>
        analytics.Shop.With<IServiceProvider, IReadOnlyList<string>>(services =>
        ActivatorUtilities.CreateInstance<ReconcileFacts>(services)
            .Discrepancies(
            new ReconciliationSpan(DateTime.UtcNow.AddHours(-1), DateTime.UtcNow.AddHours(1), true), CancellationToken.None));

    /// <summary>Publishes events one after the other, each from its own module.</summary>
    private static async Task Publish(ShopUnderTest shop, IEnumerable<PublishedEvent> events)
    {
        foreach (var published in events.Select(one => one.Event))
        {
            await (EventContract.Of(published.GetType()).Source switch
            {
                "com.shop.orders" => Publisher<OrderCreated>.Publish(shop, published),
                "com.shop.inventory" => Publisher<InventoryReserved>.Publish(shop, published),
                "com.shop.payments" => Publisher<PaymentProcessed>.Publish(shop, published),
                _ => Publisher<OrderShipped>.Publish(shop, published),
            });
        }
        await shop.Settle();
    }
}
