using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;
using Shop.Shipping.Contracts;
using Shop.Testing;

namespace Shop.Inventory.Tests;

/// <summary>Shipped and returned stock.</summary>
public sealed class ShippedStockTests
{
    private static OrderShipped Shipped(string order) =>
        new(order, "C-1", "a@b.example", "SHP-1", "Parcels", "SP1", "https://parcels.example/SP1");

    private static ReturnAccepted Returned(string order, string id, string product, int quantity) =>
        new(order, id, "C-1", "a@b.example", [new ReturnedItem(product, quantity, new Money(999))], new Money(999 * quantity), "USD");

    [Theory, EachStore]
    public async Task Shipped_items_are_neither_available_nor_reserved(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 10));
        await inventory.ReceiveAsBatch(InventoryFixture.Created("ORD-1", ("kite", 3)), InventoryFixture.Created("ORD-2", ("kite", 2)));

        await inventory.ReceiveAsBatch(Shipped("ORD-1"), Shipped("ORD-1"));
        await inventory.Receive(Shipped("ORD-1"));

        Assert.Equal((5, 2), await inventory.Of("kite"));
    }

    [Theory, EachStore]
    public async Task A_cancelled_order_has_no_stock_in_any_event_order(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 10));
        await inventory.ReceiveAsBatch(InventoryFixture.Created("ORD-1", ("kite", 3)), InventoryFixture.Created("ORD-2", ("kite", 2)));

        await inventory.Receive(Shipped("ORD-1"));
        await inventory.ReceiveAsBatch(InventoryFixture.Cancelled("ORD-1"), InventoryFixture.Cancelled("ORD-1"));
        await inventory.Receive(InventoryFixture.Cancelled("ORD-2"));
        await inventory.Receive(Shipped("ORD-2"));

        Assert.Equal((10, 0), await inventory.Of("kite"));
        Assert.Equal(["Inventory Reserved", "Inventory Released"], await inventory.Shop.Published("ORD-1"));
    }

    [Theory, EachStore]
    public async Task An_expired_reservation_ships_once_in_any_order_of_shipped_and_confirmed(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, TimeSpan.Zero, ("kite", 20));
        foreach (var (id, received) in ((string, Shop.Events.IEvent[][])[])
        [
            ("ORD-1", [[Shipped("ORD-1")], [InventoryFixture.Confirmed("ORD-1")]]),
            ("ORD-2", [[InventoryFixture.Confirmed("ORD-2")], [Shipped("ORD-2")]]),
            ("ORD-3", [[Shipped("ORD-3"), InventoryFixture.Confirmed("ORD-3")]]),
            ("ORD-4", [[Shipped("ORD-4")], [Shipped("ORD-4"), InventoryFixture.Confirmed("ORD-4")]]),
        ])
        {
            await inventory.Receive(InventoryFixture.Created(id, ("kite", 3)));
            await inventory.Expire();
            foreach (var batch in received)
                await inventory.ReceiveAsBatch(batch);
            Assert.Equal(["Inventory Reserved", "Inventory Released", "Inventory Reserved"], await inventory.Shop.Published(id));
        }

        await inventory.Expire();
        Assert.Equal((8, 0), await inventory.Of("kite"));
    }

    [Theory, EachStore]
    public async Task An_expired_reservation_that_was_sold_fails_in_any_event_order(StoreKind store)
    {
        foreach (var shippedFirst in (bool[])[true, false])
        {
            await using var inventory = await InventoryFixture.Open(store, TimeSpan.Zero, ("kite", 4));
            await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 3)));
            await inventory.Expire();
            await inventory.Receive(InventoryFixture.Created("ORD-2", ("kite", 3)));

            await inventory.Receive(shippedFirst ? Shipped("ORD-1") : InventoryFixture.Confirmed("ORD-1"));
            await inventory.Receive(shippedFirst ? InventoryFixture.Confirmed("ORD-1") : Shipped("ORD-1"));

            Assert.Equal((1, 3), await inventory.Of("kite"));
            Assert.Single(await inventory.Shop.Published<InventoryReservationFailed>("ORD-1"));
        }
    }

    [Theory, EachStore]
    public async Task Returned_items_become_available_once(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 10));
        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 3)));
        await inventory.Receive(Shipped("ORD-1"));

        await inventory.ReceiveAsBatch(
            Returned("ORD-1", "RET-1", "kite", 1), Returned("ORD-1", "RET-2", "kite", 1), Returned("ORD-1", "RET-1", "kite", 1));
        await inventory.Receive(Returned("ORD-1", "RET-2", "kite", 1));

        Assert.Equal((9, 0), await inventory.Of("kite"));
        Assert.Equal([10, 1, 1], (await inventory.Shop.Published<StockReplenished>("kite")).Select(published => published.Quantity));
    }
}
