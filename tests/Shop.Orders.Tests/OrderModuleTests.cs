using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shop.Catalog.Contracts;
using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Testing;

namespace Shop.Orders.Tests;

/// <summary>The module alone on a real database: the other modules' events in, its own out.</summary>
public sealed class OrderModuleTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    private async Task<ShopUnderTest> Start(TestDatabase database) =>
        await ShopUnderTest.Start(database, [new OrdersModule()], services => services.AddSingleton<TimeProvider>(_clock));

    private static async Task<string> Place(ShopUnderTest shop, long total = 5000) =>
        await shop.With<IServiceProvider, string>(async scope =>
    {
        var order = new Order
        {
            Id = OrderId.New(DateTimeOffset.UtcNow), CustomerId = "CUST-1", Email = "ada@example.com", Currency = "USD",
            Lines = [new OrderLine("PRD-1", "Lamp", 1, total)], Total = total,
            ShippingAddress = new ShippingAddress("US", "CA", "San Francisco", "94102"), PaymentToken = "tok_ok",
            PlacedAt = DateTime.UtcNow,
        };
        scope.GetRequiredService<OrderStateMachine>().Start(order);
        var db = scope.GetRequiredService<OrdersDb>();
        db.Add(order);
        db.Publish(order.Created());
        await db.SaveChangesAsync();
        return order.Id;
    });

    private static Task<Order> Read(ShopUnderTest shop, string id) =>
        shop.With<OrdersDb, Order>(db => db.Orders.AsNoTracking().SingleAsync(order => order.Id == id));

    private static InventoryReserved Reserved(string id) => new(id, [new ReservedItem("PRD-1", 1)]);

    private static PaymentProcessed Paid(string id) => new(id, "PAY-1", new Money(5000), "USD");

    [Theory, EachStore]
    public async Task A_reserved_and_paid_order_is_confirmed(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "orders");
        await using var shop = await Start(database);
        var id = await Place(shop);

        await shop.Receive(Reserved(id));
        await shop.Receive(Paid(id));
        await shop.Settle();

        Assert.Equal(OrderStatus.Confirmed, (await Read(shop, id)).Status);
        Assert.Equal(["Order Created", "Payment Requested", "Order Confirmed"], await shop.Published(id));
    }

    [Theory, EachStore]
    public async Task A_duplicate_event_changes_nothing_under_the_same_or_another_id(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "orders");
        await using var shop = await Start(database);
        var id = await Place(shop);

        var same = Envelopes.Of(Reserved(id));
        await shop.Receive(same);
        await shop.Receive(same);
        await shop.Receive(Reserved(id));
        await shop.Settle();

        Assert.Equal(["Order Created", "Payment Requested"], await shop.Published(id));
        Assert.Equal(2, (await Read(shop, id)).Version);
    }

    [Theory, EachStore]
    public async Task A_failed_reservation_cancels_the_order_and_names_the_items(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "orders");
        await using var shop = await Start(database);
        var id = await Place(shop);

        await shop.Receive(new InventoryReservationFailed(id, "Too few.", [new MissingItem("PRD-1", 1, 0)]));
        await shop.Settle();

        var order = await Read(shop, id);
        Assert.Equal((OrderStatus.Cancelled, "out_of_stock"), (order.Status, order.StatusReason));
        Assert.Equal(new FailedItem("PRD-1", 1, 0), Assert.Single(order.FailedItems));
    }

    [Theory, EachStore]
    public async Task A_large_order_is_charged_only_after_stock_and_review_in_any_order(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "orders");
        await using var shop = await Start(database);
        var (first, second) = (await Place(shop, 100_000), await Place(shop, 100_000));

        await shop.Receive(new FraudCheckPassed(first));
        await shop.Receive(Reserved(first));
        await shop.Receive(Reserved(second));
        Assert.Equal(OrderStatus.OnHold, (await Read(shop, second)).Status);
        await shop.Receive(new FraudCheckPassed(second));
        await shop.Settle();

        Assert.Equal(["Order Created", "Payment Requested"], await shop.Published(first));
        Assert.Equal(
            ["Order Created", "Order Held", "Order Resumed", "Payment Requested"], (await shop.Published(second))
            .Order(StringComparer.Ordinal));
    }

    [Theory, EachStore]
    public async Task An_order_past_its_deadline_is_cancelled(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "orders");
        await using var shop = await Start(database);
        var (late, paid) = (await Place(shop), await Place(shop));
        await shop.Receive(Reserved(paid));
        await shop.Receive(Paid(paid));

        _clock.Advance(TimeSpan.FromMinutes(6));
        await shop.With<EnforceDeadlines>(job => job.Run(CancellationToken.None));
        await shop.Settle();

        Assert.Equal("timed_out", (await Read(shop, late)).StatusReason);
        Assert.Equal(["Order Created", "Order Cancelled"], await shop.Published(late));
        Assert.Equal(OrderStatus.Confirmed, (await Read(shop, paid)).Status);
    }

    [Theory, EachStore]
    public async Task A_late_payment_does_not_revive_a_cancelled_order(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "orders");
        await using var shop = await Start(database);
        var id = await Place(shop);
        await shop.Receive(Reserved(id));
        _clock.Advance(TimeSpan.FromMinutes(16));
        await shop.With<EnforceDeadlines>(job => job.Run(CancellationToken.None));

        await shop.Receive(Paid(id));
        await shop.Settle();

        Assert.Equal(OrderStatus.Cancelled, (await Read(shop, id)).Status);
    }

    [Theory, EachStore]
    public async Task Concurrent_events_of_one_order_leave_a_consistent_state(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "orders");
        await using var shop = await Start(database);
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
            ids.Add(await Place(shop));

        var published = ids.SelectMany(id => new IEvent[] { Reserved(id), Reserved(id), new InventoryReservationFailed(id, "", []) })
            .ToArray();
        new Random(1).Shuffle(published);
        await Parallel.ForEachAsync(published, async (e, _) => await shop.Receive(e));
        await shop.Settle();

        foreach (var id in ids)
        {
            var order = await Read(shop, id);
            Assert.Equal(2, order.Version);
            Assert.Equal(
                ["Order Created", order.State == OrderState.Cancelled ? "Order Cancelled" : "Payment Requested"], await shop.Published(id));
        }
    }

    [Theory, EachStore]
    public async Task Prices_are_those_of_the_latest_revision_in_any_event_order(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "orders");
        await using var shop = await Start(database);

        await shop.Receive(new ProductPriceChanged("PRD-1", [new Price("USD", Money.FromMajor(30))], 3));
        await shop.Receive(new ProductPriceChanged("PRD-1", [new Price("USD", Money.FromMajor(20))], 2));
        await shop.Receive(new ProductListed("PRD-1", "Lamp", "Gives light.", "Light", [new Price("USD", Money.FromMajor(10))], 5, 1));
        await shop.Settle();

        var product = await shop.With<OrdersDb, OfferedProduct>(db => db.Products.AsNoTracking().SingleAsync());
        Assert.Equal((3000, "Lamp", true), (product.Prices["USD"], product.Name, product.IsOffered));
    }
}
