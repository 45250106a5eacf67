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
        new Publisher<OrderCreated>("orders"), new Publisher<InventoryReserved>("inventory"), new Publisher<PaymentProcessed>("payments"), new Publisher<OrderShipped>("shipping"),
    ];

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Rebuilt_from_the_archive_the_figures_are_what_was_counted(StoreKind store)
    {
        await using var room = await AnalyticsRoom.Open(store, Publishers);
        var told = new Trade(seed: 11).Of(orders: 80);
        await Say(room.Shop, told);
        var counted = await room.Counted();
        await room.Run("update orders set total = 1, paid_at = null, shipped_at = 77");
        await room.Run("delete from lines");
        await room.Run("insert into orders (order_id, confirmed_at) values ('ORD-NEVER-SAID', 5)");
        await room.Run("delete from refunds");

        var (status, body) = await room.Rebuild();

        Assert.Equal((HttpStatusCode.OK, told.Count), (status, body.GetProperty("events").GetInt32()));
        Assert.Equal(counted, await room.Counted());
        Assert.NotEmpty(counted);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task What_is_said_while_the_figures_are_rebuilt_is_counted(StoreKind store)
    {
        await using var room = await AnalyticsRoom.Open(store, Publishers);
        var told = new Trade(seed: 12).Of(orders: 120);

        var publishing = Say(room.Shop, told);
        for (var times = 0; times < 5 || !publishing.IsCompleted; times++)
            Assert.Equal(HttpStatusCode.OK, (await room.Rebuild()).Status);
        await publishing;

        var counted = await room.Counted();
        Assert.Equal(HttpStatusCode.OK, (await room.Rebuild()).Status);
        Assert.Equal(counted, await room.Counted());
        Assert.Equal(120, counted.Count(line => line.StartsWith("orders:", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Orders_older_than_the_archive_stay_as_they_are(StoreKind store)
    {
        await using var room = await AnalyticsRoom.Open(store, Publishers);
        await room.Hear([Envelopes.Of(new Trade(seed: 13).Of(orders: 1)[0].Said, at: Trade.Begin)]);
        await Say(room.Shop, new Trade(seed: 14).Of(orders: 5));
        var counted = await room.Counted();

        await room.Rebuild();

        Assert.Equal(counted, await room.Counted());
    }

    [Fact]
    public async Task It_is_refused_where_a_publisher_is_not_hosted()
    {
        await using var room = await AnalyticsRoom.Open(StoreKind.Sqlite, new Publisher<OrderCreated>("orders"));

        var (status, body) = await room.Rebuild();

        Assert.Equal((HttpStatusCode.Conflict, "rebuild_refused"), (status, body.GetProperty("code").GetString()));
        Assert.Contains("com.shop.inventory", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task The_audit_names_an_order_that_is_not_counted(StoreKind store)
    {
        await using var room = await AnalyticsRoom.Open(store, Publishers);
        var told = new Trade(seed: 15).Of(orders: 3);
        await Say(room.Shop, told);
        var order = told.First(one => one.Said is OrderConfirmed).Said.Subject;
        Assert.Empty(await Differences(room));

        await room.Run($"update orders set confirmed_at = null where order_id = '{order}'");

        Assert.Equal([$"\"Order Confirmed\" was said of {order}, but it is not counted."], await Differences(room));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task The_audit_recounts_what_the_reports_show(StoreKind store)
    {
        await using var room = await AnalyticsRoom.Open(store, Publishers);
        await Say(room.Shop, new Trade(seed: 16).Of(orders: 60));

        var figures = await Figures(room);
        Assert.All(figures, figure => Assert.Equal(figure.Expected, figure.Actual));
        Assert.Equal(60, figures.Single(figure => figure.Name == "orders created").Expected);
        Assert.All(["orders confirmed", "orders cancelled", "USD authorised", "USD captured", "USD refunded"], name => Assert.True(figures.Single(figure => figure.Name == name).Expected > 0, name));

        await room.Run("update orders set captured = captured + 1 where currency = 'USD'");
        await room.Run("delete from orders where order_id = (select min(order_id) from orders)");

        var different = (await Figures(room)).Where(figure => figure.Expected != figure.Actual).Select(figure => figure.Name).ToList();
        Assert.Superset(new HashSet<string> { "orders created", "USD captured" }, different.ToHashSet());
    }

    private static Task<IReadOnlyList<AuditedFigure>> Figures(AnalyticsRoom room) => room.Shop.With<IServiceProvider, IReadOnlyList<AuditedFigure>>(services =>
        ((IReconciliation)ActivatorUtilities.CreateInstance<ReconcileFacts>(services)).Figures(new ReconciliationSpan(DateTime.UtcNow.AddHours(-1), DateTime.UtcNow.AddHours(1), true), CancellationToken.None));

    private static Task<IReadOnlyList<string>> Differences(AnalyticsRoom room) => room.Shop.With<IServiceProvider, IReadOnlyList<string>>(services =>
        ActivatorUtilities.CreateInstance<ReconcileFacts>(services).Discrepancies(new ReconciliationSpan(DateTime.UtcNow.AddHours(-1), DateTime.UtcNow.AddHours(1), true), CancellationToken.None));

    /// <summary>Says events one after the other, each by the module that says it.</summary>
    private static async Task Say(ShopUnderTest shop, IEnumerable<Told> told)
    {
        foreach (var published in told.Select(one => one.Said))
        {
            await (EventContract.Of(published.GetType()).Source switch
            {
                "com.shop.orders" => Publisher<OrderCreated>.Say(shop, published),
                "com.shop.inventory" => Publisher<InventoryReserved>.Say(shop, published),
                "com.shop.payments" => Publisher<PaymentProcessed>.Say(shop, published),
                _ => Publisher<OrderShipped>.Say(shop, published),
            });
        }
        await shop.Settle();
    }
}
