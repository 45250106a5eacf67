using Shop.Inventory.Contracts;
using Shop.Testing;

namespace Shop.Inventory.Tests;

public sealed class StockLowTests
{
    [Theory, EachStore]
    public async Task Stock_Low_is_published_once_per_fall_below_the_threshold(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 12), ("ball", 1));
        await inventory.Watch("kite", 10);

        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 2)));      // 10: equals the threshold
        Assert.Empty(await inventory.Shop.Published<StockLow>("kite"));
        await inventory.Receive(InventoryFixture.Created("ORD-2", ("kite", 1)));      // 9
        await inventory.Receive(InventoryFixture.Created("ORD-3", ("kite", 4)));      // 5
        Assert.Equal([new StockLow("kite", 9, 10)], await inventory.Shop.Published<StockLow>("kite"));

        await inventory.ReceiveAsBatch(InventoryFixture.Cancelled("ORD-1"), InventoryFixture.Cancelled("ORD-3"));       // 11
        await inventory.Receive(InventoryFixture.Created("ORD-4", ("kite", 8)));                          // 3

        Assert.Equal([new StockLow("kite", 9, 10), new StockLow("kite", 3, 10)], await inventory.Shop.Published<StockLow>("kite"));
        Assert.Empty(await inventory.Shop.Published<StockLow>("ball"));          // has no threshold
    }

    [Theory, EachStore]
    public async Task A_partially_reserved_batch_publishes_Stock_Low_for_what_was_reserved(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 12), ("ball", 12));
        await inventory.Watch("kite", 10);
        await inventory.Watch("ball", 10);

        await inventory.ReceiveAsBatch(
            InventoryFixture.Created("ORD-1", ("kite", 3)), InventoryFixture.Created("ORD-2", ("kite", 1), ("ball", 99)),
            InventoryFixture.Created("ORD-3", ("kite", 1)));

        Assert.Equal([new StockLow("kite", 8, 10)], await inventory.Shop.Published<StockLow>("kite"));
        Assert.Empty(await inventory.Shop.Published<StockLow>("ball"));
    }

    [Theory, EachStore]
    public async Task Setting_a_threshold_above_the_stock_publishes_Stock_Low_once(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 5));

        await inventory.Watch("kite", 10);
        await inventory.Watch("kite", 20);

        Assert.Equal([new StockLow("kite", 5, 10)], await inventory.Shop.Published<StockLow>("kite"));
        var stock = await inventory.Operate(HttpMethod.Get, "stock?low=true", null);
        Assert.Equal("kite", Assert.Single(stock.GetProperty("items").EnumerateArray()).GetProperty("productId").GetString());
        Assert.Empty((await inventory.Operate(HttpMethod.Get, "stock?low=false", null)).GetProperty("items").EnumerateArray());
    }

    [Theory, EachStore]
    public async Task Concurrent_batches_publish_Stock_Low_exactly_once(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 100));
        await inventory.Watch("kite", 50);

        var orders = Enumerable.Range(0, 80).Select(i => Envelopes.Of(InventoryFixture.Created($"ORD-{i}", ("kite", 1))));
        await Task.WhenAll(orders.Chunk(7).Select(batch => Task.Run(() => inventory.ReceiveBatch(batch))));
        await inventory.Shop.Settle();

        Assert.Equal((20, 80), await inventory.Of("kite"));
        Assert.Single(await inventory.Shop.Published<StockLow>("kite"));
    }
}
