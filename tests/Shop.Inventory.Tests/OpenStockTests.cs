using Shop.Inventory.Contracts;
using Shop.Testing;

namespace Shop.Inventory.Tests;

public sealed class OpenStockTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_listed_product_opens_its_stock_and_says_so(StoreKind store)
    {
        await using var warehouse = await Warehouse.Open(store, ("kite", 12));

        Assert.Equal((12, 0), await warehouse.Of("kite"));
        Assert.Equal([new StockReplenished("kite", 12, new("kite", 12, 1))], await warehouse.Shop.Said<StockReplenished>("kite"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_product_that_is_listed_again_keeps_its_stock(StoreKind store)
    {
        await using var warehouse = await Warehouse.Open(store, ("kite", 12), ("kite", 5));
        await warehouse.Hear(Warehouse.Created("ORD-1", ("kite", 4)));

        await warehouse.Hear(Warehouse.Listed("kite", 1_000), Warehouse.Listed("ball", 1));

        Assert.Equal((8, 4), await warehouse.Of("kite"));
        Assert.Equal(["Stock Replenished"], await warehouse.Shop.Said("kite"));
        Assert.Equal(["Stock Replenished"], await warehouse.Shop.Said("ball"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_product_that_opens_sold_out_has_stock_of_none_and_says_nothing(StoreKind store)
    {
        await using var warehouse = await Warehouse.Open(store, ("kite", 0));

        Assert.Equal((0, 0), await warehouse.Of("kite"));
        Assert.Empty(await warehouse.Shop.Said("kite"));
    }
}
