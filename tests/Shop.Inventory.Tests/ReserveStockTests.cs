using Shop.Inventory.Contracts;
using Shop.Testing;

namespace Shop.Inventory.Tests;

public sealed class ReserveStockTests
{
    [Theory, EachStore]
    public async Task An_order_in_stock_is_reserved(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 10), ("ball", 4));

        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 3), ("ball", 4)));

        Assert.Equal((7, 3), await inventory.Of("kite"));
        Assert.Equal((0, 4), await inventory.Of("ball"));
        Assert.Equal([new("kite", 3), new("ball", 4)], Assert.Single(await inventory.Shop.Published<InventoryReserved>("ORD-1")).Items);
        Assert.Equal(["Inventory Reserved"], await inventory.Shop.Published("ORD-1"));
    }

    [Theory, EachStore]
    public async Task An_order_that_is_short_reserves_nothing_and_names_the_missing_items(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 10), ("ball", 4), ("yoyo", 0));

        await inventory.Receive(InventoryFixture.Created("ORD-1", ("kite", 3), ("ball", 5), ("yoyo", 1), ("unheard-of", 2)));

        Assert.Equal((10, 0), await inventory.Of("kite"));
        Assert.Equal((4, 0), await inventory.Of("ball"));
        var failed = Assert.Single(await inventory.Shop.Published<InventoryReservationFailed>("ORD-1"));
        Assert.Equal([new("ball", 5, 4), new("yoyo", 1, 0), new("unheard-of", 2, 0)], failed.FailedItems);
        Assert.Equal(["Inventory Reservation Failed"], await inventory.Shop.Published("ORD-1"));
    }

    [Theory, EachStore]
    public async Task A_batch_that_is_short_serves_the_first_orders(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 5), ("ball", 100));

        await inventory.ReceiveAsBatch(
            InventoryFixture.Created("ORD-1", ("kite", 3)),
            InventoryFixture.Created("ORD-2", ("kite", 3), ("ball", 1)),
            InventoryFixture.Created("ORD-3", ("kite", 2)),
            InventoryFixture.Created("ORD-4", ("ball", 7)),
            InventoryFixture.Created("ORD-5", ("kite", 1)));

        Assert.Equal((0, 5), await inventory.Of("kite"));
        Assert.Equal((93, 7), await inventory.Of("ball"));
        Assert.Equal(["Inventory Reserved"], await inventory.Shop.Published("ORD-3"));
        Assert.Equal(["Inventory Reserved"], await inventory.Shop.Published("ORD-4"));
        Assert.Equal([new("kite", 3, 2)], Assert.Single(await inventory.Shop.Published<InventoryReservationFailed>("ORD-2")).FailedItems);
        Assert.Equal([new("kite", 1, 0)], Assert.Single(await inventory.Shop.Published<InventoryReservationFailed>("ORD-5")).FailedItems);
    }

    [Theory, EachStore]
    public async Task Of_two_orders_for_the_last_piece_one_is_reserved(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 1));

        await Task.WhenAll(
            inventory.ReceiveBatch(Envelopes.Of(InventoryFixture.Created("ORD-1", ("kite", 1)))),
            inventory.ReceiveBatch(Envelopes.Of(InventoryFixture.Created("ORD-2", ("kite", 1)))));
        await inventory.Shop.Settle();

        Assert.Equal((0, 1), await inventory.Of("kite"));
        string[] published = [.. await inventory.Shop.Published("ORD-1"), .. await inventory.Shop.Published("ORD-2")];
        Assert.Equal(["Inventory Reservation Failed", "Inventory Reserved"], published.Order());
    }

    [Theory, EachStore]
    public async Task Of_two_hundred_orders_for_fifty_pieces_fifty_are_reserved(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 50), ("ball", 1_000), ("yoyo", 1_000));
        // Items in both orders, so that batches would deadlock if they locked rows in that order.
        var orders = Enumerable.Range(0, 200)
            .Select(i => i % 2 == 0
                ? InventoryFixture.Created($"ORD-{i}", ("ball", 1), ("kite", 1))
                : InventoryFixture.Created($"ORD-{i}", ("yoyo", 1), ("kite", 1)))
            .Select(order => Envelopes.Of(order));

        await Task.WhenAll(orders.Chunk(9).Select(batch => Task.Run(() => inventory.ReceiveBatch(batch))));
        await inventory.Shop.Settle();

        Assert.Equal((0, 50), await inventory.Of("kite"));
        var (ball, yoyo) = (await inventory.Of("ball"), await inventory.Of("yoyo"));
        Assert.Equal((1_950, 50), (ball.Available + yoyo.Available, ball.Reserved + yoyo.Reserved));
        var responses = new List<string>();
        for (var i = 0; i < 200; i++)
            responses.Add(Assert.Single(await inventory.Shop.Published($"ORD-{i}")));
        Assert.Equal(
            (50, 150), (responses.Count(a => a == "Inventory Reserved"), responses.Count(a => a == "Inventory Reservation Failed")));
    }

    [Theory, EachStore]
    public async Task A_repeated_order_is_reserved_once(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 10));
        var order = InventoryFixture.Created("ORD-1", ("kite", 3));
        var envelope = Envelopes.Of(order);

        await inventory.ReceiveAsBatch(envelope, Envelopes.Of(order));     // another event id in the same batch
        await inventory.ReceiveAsBatch(envelope);                          // the same event again
        await inventory.ReceiveAsBatch(order);                            // another event id, later

        Assert.Equal((7, 3), await inventory.Of("kite"));
        Assert.Equal(["Inventory Reserved"], await inventory.Shop.Published("ORD-1"));
    }

    [Theory, EachStore]
    public async Task An_order_in_two_concurrent_batches_is_reserved_once(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 10));
        var order = InventoryFixture.Created("ORD-1", ("kite", 3));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => inventory.ReceiveBatch(Envelopes.Of(order)))));
        await inventory.Shop.Settle();

        Assert.Equal((7, 3), await inventory.Of("kite"));
        Assert.Equal(["Inventory Reserved"], await inventory.Shop.Published("ORD-1"));
    }

    [Theory, EachStore]
    public async Task A_refused_order_stays_refused_when_stock_comes_back(StoreKind store)
    {
        await using var inventory = await InventoryFixture.Open(store, ("kite", 1));
        await inventory.ReceiveAsBatch(InventoryFixture.Created("ORD-1", ("kite", 1)), InventoryFixture.Created("ORD-2", ("kite", 1)));

        await inventory.Receive(InventoryFixture.Cancelled("ORD-1"));
        await inventory.Receive(InventoryFixture.Created("ORD-2", ("kite", 1)));

        Assert.Equal((1, 0), await inventory.Of("kite"));
        Assert.Equal(["Inventory Reservation Failed"], await inventory.Shop.Published("ORD-2"));
    }
}
