using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;
using Shop.Testing;

namespace Shop.Catalog.Tests;

public sealed class FollowStockTests
{
    private static readonly string[] Products = ["PRD-1", "PRD-2", "PRD-3"];

    [Theory, EachStore]
    public async Task Reordered_and_duplicate_events_give_the_same_stock(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List([.. Products.Select(id => (id, id, id, "toys"))]);
        var chance = new Random(4711);
        var events = new List<Envelope>([.. Products.Select(id => Envelopes.Of(new StockReplenished(id, 1_000)))]);
        for (var i = 0; i < 60; i++)
        {
            ReservedItem[] items = [.. Products.Where(_ => chance.Next(2) == 0).Select(id => new ReservedItem(id, chance.Next(1, 5)))];
            events.Add(Envelopes.Of(new InventoryReserved($"ORD-{i}", items)));
            if (chance.Next(3) == 0)
                events.Add(Envelopes.Of(new InventoryReleased($"ORD-{i}", items)));
        }
        var expected = Products.ToDictionary(id => id, id => events.Sum(envelope => Effect(envelope, id)));

        var withDuplicates = events.Concat(events.Where(_ => chance.Next(2) == 0)).ToArray();
        chance.Shuffle(withDuplicates);
        await Task.WhenAll(withDuplicates.Chunk(7).Select(batch => Task.Run(() => Deliver(catalog, batch))));
        await catalog.Shop.Settle();

        Assert.Equal(expected, await catalog.Available());
    }

    [Theory, EachStore]
    public async Task Catalog_stock_equals_inventory_stock(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store, withInventory: true);
        await catalog.Shop.With<OpeningRange>(range => range.Apply(CancellationToken.None));
        await catalog.Shop.Settle();
        var ids = OpeningRange.Read().Select(product => product.Id).ToArray();
        var chance = new Random(42);
        var events = new List<Envelope>();
        for (var i = 0; i < 300; i++)
        {
            OrderItem[] items = [.. chance.GetItems(ids, 3).Distinct().Select(id => new OrderItem(id, chance.Next(1, 4), new Money(100)))];
            events.Add(Envelopes.Of(new OrderCreated(
                $"ORD-{i}", "C-1", "a@b.example", items, new Money(100), "USD", new ShippingAddress("US", "CA", "Oakland", "94607"))));
            if (chance.Next(3) == 0)
                events.Add(Envelopes.Of(new OrderCancelled($"ORD-{i}", "C-1", "a@b.example", "customer_request", new Money(100), "USD")));
        }
        var withDuplicates = events.Concat(events.Where(_ => chance.Next(2) == 0)).ToArray();
        chance.Shuffle(withDuplicates);

        await Task.WhenAll(withDuplicates.Chunk(20).Select(batch => Task.Run(() => Deliver(catalog, batch))));
        await catalog.Shop.Settle();

        var stock = await catalog.InStock();
        Assert.Equal(stock.ToDictionary(level => level.Key, level => level.Value.Available), await catalog.Available());
        Assert.Equal(
            OpeningRange.Read().ToDictionary(product => product.Id, product => (long)product.Stock),
            stock.ToDictionary(level => level.Key, level => level.Value.Available + level.Value.Reserved));
        Assert.True(stock.Values.Sum(level => level.Reserved) > 100);
    }

    [Theory, EachStore]
    public async Task An_event_redelivered_after_the_inbox_purge_does_not_overwrite_newer_stock(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(("PRD-1", "Kite", "It flies.", "toys"));
        var first = new StockReplenished("PRD-1", 10, new ProductStock("PRD-1", 10, 1));
        await catalog.Shop.Receive(first);
        await catalog.Shop.Receive(new InventoryReserved("ORD-2", [new ReservedItem("PRD-1", 1)], [new ProductStock("PRD-1", 6, 3)]));

        // With ids that the inbox does not contain, as after its retention.
        await catalog.Shop.Receive(first);
        await catalog.Shop.Receive(new InventoryReserved("ORD-1", [new ReservedItem("PRD-1", 3)], [new ProductStock("PRD-1", 7, 2)]));
        await catalog.Shop.Receive(new StockAdjusted("PRD-1", -2, "From before stock was told."));
        await catalog.Shop.Settle();

        Assert.Equal(6, (await catalog.Get("/v1/products/PRD-1")).GetProperty("available").GetInt64());
    }

    private static long Effect(Envelope envelope, string productId) => envelope.DetailType switch
    {
        "Stock Replenished" => envelope.Read<StockReplenished>() is var more && more.ProductId == productId ? more.Quantity : 0,
        "Inventory Reserved" =>
            -envelope.Read<InventoryReserved>().Items.Where(item => item.ProductId == productId).Sum(item => item.Quantity),
        _ => envelope.Read<InventoryReleased>().Items.Where(item => item.ProductId == productId).Sum(item => item.Quantity),
    };

    /// <summary>Delivers a batch to every module that subscribes to any of it.</summary>
    private static async Task Deliver(CatalogFixture catalog, Envelope[] batch)
    {
        foreach (var module in catalog.Shop.Services.GetRequiredService<ModuleDirectory>().Hosted)
            await catalog.Shop.ReceiveBatch(module.Name, batch);
    }
}
