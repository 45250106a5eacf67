using Shop.Inventory.Contracts;
using Shop.Testing;

namespace Shop.Inventory.Tests;

public sealed class OpenStockTests
{
    [Theory, EachStore]
    public async Task Listing_a_product_opens_its_stock_and_publishes_it(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 12));

        Assert.Equal((12, 0), await inventory.Of("kite"));
        Assert.Equal([new StockReplenished("kite", 12, new("kite", 12, 1))], await inventory.Shop.Published<StockReplenished>("kite"));
    }

    [Theory, EachStore]
    public async Task A_relisted_product_keeps_its_stock(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 12), ("kite", 5));
        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 4)));

        await inventory.ReceiveAsBatch(InventoryFixture.Listed("kite", 1_000), InventoryFixture.Listed("ball", 1));

        Assert.Equal((8, 4), await inventory.Of("kite"));
        Assert.Equal(["Stock Replenished"], await inventory.Shop.Published("kite"));
        Assert.Equal(["Stock Replenished"], await inventory.Shop.Published("ball"));
    }

    [Theory, EachStore]
    public async Task A_product_with_no_opening_stock_publishes_nothing(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 0));

        Assert.Equal((0, 0), await inventory.Of("kite"));
        Assert.Empty(await inventory.Shop.Published("kite"));
    }
}
