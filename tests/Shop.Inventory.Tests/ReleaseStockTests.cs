using Shop.Inventory.Contracts;
using Shop.Testing;

namespace Shop.Inventory.Tests;

public sealed class ReleaseStockTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_cancelled_order_gives_back_exactly_what_it_had(StoreKind store)
    {
        await using var warehouse = await Warehouse.Open(store, ("kite", 10), ("ball", 4));
        await warehouse.Hear(Warehouse.Created("ORD-1", ("kite", 3), ("ball", 4)), Warehouse.Created("ORD-2", ("kite", 2)));

        await warehouse.Hear(Warehouse.Cancelled("ORD-1"));

        Assert.Equal((8, 2), await warehouse.Of("kite"));
        Assert.Equal((4, 0), await warehouse.Of("ball"));
        Assert.Equal([new("kite", 3), new("ball", 4)], Assert.Single(await warehouse.Shop.Said<InventoryReleased>("ORD-1")).Items);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_order_that_is_cancelled_again_gives_back_nothing_more(StoreKind store)
    {
        await using var warehouse = await Warehouse.Open(store, ("kite", 10));
        await warehouse.Hear(Warehouse.Created("ORD-1", ("kite", 3)), Warehouse.Created("ORD-2", ("kite", 3)));
        var carried = Envelopes.Of(Warehouse.Cancelled("ORD-1"));

        await warehouse.Hear(carried, Envelopes.Of(Warehouse.Cancelled("ORD-1")));
        await warehouse.Hear(carried);
        await warehouse.Hear(Warehouse.Cancelled("ORD-1"));

        Assert.Equal((7, 3), await warehouse.Of("kite"));
        Assert.Equal(["Inventory Reserved", "Inventory Released"], await warehouse.Shop.Said("ORD-1"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Two_cancellations_created_at_once_give_back_once(StoreKind store)
    {
        await using var warehouse = await Warehouse.Open(store, ("kite", 10));
        await warehouse.Hear(Warehouse.Created("ORD-1", ("kite", 3)), Warehouse.Created("ORD-2", ("kite", 3)));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => warehouse.Batch(Envelopes.Of(Warehouse.Cancelled("ORD-1"))))));
        await warehouse.Shop.Settle();

        Assert.Equal((7, 3), await warehouse.Of("kite"));
        Assert.Equal(["Inventory Reserved", "Inventory Released"], await warehouse.Shop.Said("ORD-1"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_order_that_was_cancelled_before_it_was_heard_of_is_never_reserved(StoreKind store)
    {
        await using var warehouse = await Warehouse.Open(store, ("kite", 10));

        await warehouse.Hear(Warehouse.Cancelled("ORD-1"));
        await warehouse.Hear(Warehouse.Created("ORD-1", ("kite", 3)));
        await warehouse.Hear(Warehouse.Cancelled("ORD-2"), Warehouse.Created("ORD-2", ("kite", 3)));     // in one batch

        Assert.Equal((10, 0), await warehouse.Of("kite"));
        Assert.Empty(await warehouse.Shop.Said("ORD-1"));
        Assert.Empty(await warehouse.Shop.Said("ORD-2"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_order_that_is_created_and_cancelled_in_one_batch_leaves_the_stock_as_it_was(StoreKind store)
    {
        await using var warehouse = await Warehouse.Open(store, ("kite", 10));

        await warehouse.Hear(Warehouse.Created("ORD-1", ("kite", 3)), Warehouse.Cancelled("ORD-1"));

        Assert.Equal((10, 0), await warehouse.Of("kite"));
        Assert.Equal(["Inventory Reserved", "Inventory Released"], await warehouse.Shop.Said("ORD-1"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_refused_order_has_nothing_to_give_back(StoreKind store)
    {
        await using var warehouse = await Warehouse.Open(store, ("kite", 1));
        await warehouse.Hear(Warehouse.Created("ORD-1", ("kite", 2)));

        await warehouse.Hear(Warehouse.Cancelled("ORD-1"));

        Assert.Equal((1, 0), await warehouse.Of("kite"));
        Assert.Equal(["Inventory Reservation Failed"], await warehouse.Shop.Said("ORD-1"));
    }
}
