using Shop.Inventory.Contracts;
using Shop.Testing;

namespace Shop.Inventory.Tests;

public sealed class ReleaseStockTests
{
    [Theory, EachStore]
    public async Task Cancelling_an_order_releases_exactly_its_reservation(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 10), ("ball", 4));
        await inventory.ReceiveAsBatch(
            InventoryFixture.Created("ORD-1", ("kite", 3), ("ball", 4)), InventoryFixture.Created("ORD-2", ("kite", 2)));

        await inventory.Receive(InventoryFixture.Cancelled("ORD-1"));

        Assert.Equal((8, 2), await inventory.Of("kite"));
        Assert.Equal((4, 0), await inventory.Of("ball"));
        Assert.Equal([new("kite", 3), new("ball", 4)], Assert.Single(await inventory.Shop.Published<InventoryReleased>("ORD-1")).Items);
    }

    [Theory, EachStore]
    public async Task A_second_cancellation_releases_nothing(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 10));
        await inventory.ReceiveAsBatch(InventoryFixture.Created("ORD-1", ("kite", 3)), InventoryFixture.Created("ORD-2", ("kite", 3)));
        var envelope = Envelopes.Of(InventoryFixture.Cancelled("ORD-1"));

        await inventory.ReceiveAsBatch(envelope, Envelopes.Of(InventoryFixture.Cancelled("ORD-1")));
        await inventory.ReceiveAsBatch(envelope);
        await inventory.Receive(InventoryFixture.Cancelled("ORD-1"));

        Assert.Equal((7, 3), await inventory.Of("kite"));
        Assert.Equal(["Inventory Reserved", "Inventory Released"], await inventory.Shop.Published("ORD-1"));
    }

    [Theory, EachStore]
    public async Task Two_concurrent_cancellations_release_once(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 10));
        await inventory.ReceiveAsBatch(InventoryFixture.Created("ORD-1", ("kite", 3)), InventoryFixture.Created("ORD-2", ("kite", 3)));

        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => inventory.ReceiveBatch(Envelopes.Of(InventoryFixture.Cancelled("ORD-1"))))));
        await inventory.Shop.Settle();

        Assert.Equal((7, 3), await inventory.Of("kite"));
        Assert.Equal(["Inventory Reserved", "Inventory Released"], await inventory.Shop.Published("ORD-1"));
    }

    [Theory, EachStore]
    public async Task An_order_cancelled_before_Order_Created_is_never_reserved(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 10));

        await inventory.Receive(InventoryFixture.Cancelled("ORD-1"));
        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 3)));
        await inventory.ReceiveAsBatch(InventoryFixture.Cancelled("ORD-2"), InventoryFixture.Created("ORD-2", ("kite", 3)));     // in one batch

        Assert.Equal((10, 0), await inventory.Of("kite"));
        Assert.Empty(await inventory.Shop.Published("ORD-1"));
        Assert.Empty(await inventory.Shop.Published("ORD-2"));
    }

    [Theory, EachStore]
    public async Task An_order_created_and_cancelled_in_one_batch_leaves_the_stock_unchanged(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 10));

        await inventory.ReceiveAsBatch(InventoryFixture.Created("ORD-1", ("kite", 3)), InventoryFixture.Cancelled("ORD-1"));

        Assert.Equal((10, 0), await inventory.Of("kite"));
        Assert.Equal(["Inventory Reserved", "Inventory Released"], await inventory.Shop.Published("ORD-1"));
    }

    [Theory, EachStore]
    public async Task A_refused_order_releases_nothing(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 1));
        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 2)));

        await inventory.Receive(InventoryFixture.Cancelled("ORD-1"));

        Assert.Equal((1, 0), await inventory.Of("kite"));
        Assert.Equal(["Inventory Reservation Failed"], await inventory.Shop.Published("ORD-1"));
    }
}
