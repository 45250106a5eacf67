using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Contracts;
using ProductListed = Shop.Catalog.Contracts.V1.ProductListed;
using Shop.Events;
using Shop.Messaging;
using Shop.Orders.Contracts;
using Shop.Testing;

namespace Shop.Inventory.Tests;

/// <summary>Inventory alone on a database of its own, and what a test says to it and sees of it.</summary>
internal sealed class Warehouse : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private Warehouse(TestDatabase database, ShopUnderTest shop) => (_database, Shop) = (database, shop);

    public ShopUnderTest Shop { get; }

    public static async Task<Warehouse> Open(StoreKind store, params (string ProductId, int Quantity)[] stock)
    {
        var database = await TestDatabase.CreateAsync(store);
        var warehouse = new Warehouse(database, await ShopUnderTest.Start(database, [new InventoryModule()]));
        await warehouse.Hear([.. stock.Select(level => Listed(level.ProductId, level.Quantity))]);
        return warehouse;
    }

    public static ProductListed Listed(string productId, int stock) =>
        new(productId, productId, "toys", [new Price("USD", new Money(999))], stock, 1);

    public static OrderCreated Created(string orderId, params (string ProductId, int Quantity)[] items) => new(
        orderId, "C-1", "a@b.example", [.. items.Select(item => new OrderItem(item.ProductId, item.Quantity, new Money(999)))],
        new Money(999), "USD", new ShippingAddress("US", "CA", "Oakland", "94607"));

    public static OrderCancelled Cancelled(string orderId) => new(orderId, "C-1", "a@b.example", "customer_request", new Money(999), "USD");

    /// <summary>Lets inventory hear events as one batch, and waits until it has answered.</summary>
    public Task Hear(params IEvent[] events) => Hear([.. events.Select(said => Envelopes.Of(said))]);

    /// <inheritdoc cref="Hear(IEvent[])"/>
    public async Task Hear(params Envelope[] envelopes)
    {
        await Batch(envelopes);
        await Shop.Settle();
    }

    /// <summary>Lets inventory hear a batch beside others.</summary>
    public Task Batch(params Envelope[] envelopes)
    {
        var inventory = Shop.Modules["inventory"];
        return inventory.Hear(envelopes.Select(envelope => (envelope.Json, RulesFor(inventory, envelope))), CancellationToken.None);
    }

    private static IReadOnlyList<string> RulesFor(Module module, Envelope envelope) =>
        [.. module.Declared.Rules.Where(rule => rule.Pattern.Matches(envelope.Json.Span)).Select(rule => rule.Name)];

    public Task<(long Available, long Reserved)> Of(string productId) => Shop.With<InventoryDb, (long, long)>(async db =>
    {
        var level = await db.Stock.AsNoTracking().SingleAsync(level => level.ProductId == productId);
        return (level.Available, level.Reserved);
    });

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        await _database.DisposeAsync();
    }
}
