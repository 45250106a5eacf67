using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Contracts;
using ProductListed = Shop.Catalog.Contracts.V1.ProductListed;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Testing;

namespace Shop.Inventory.Tests;

/// <summary>The inventory module alone, with stock.</summary>
internal sealed class InventoryFixture : ModuleFixture<InventoryModule>
{
    public static Task<InventoryFixture> Open(StoreKind store, params (string ProductId, int Quantity)[] stock) =>
        Open(store, TimeSpan.FromDays(7), stock);

    /// <summary>With reservations that expire after a given time.</summary>
    public static async Task<InventoryFixture> Open(StoreKind store, TimeSpan expireAfter, params (string ProductId, int Quantity)[] stock)
    {
        var fixture = new InventoryFixture();
        await fixture.Start(store, settings: ("Inventory:Reservations:ExpireAfter", expireAfter.ToString()));
        await fixture.ReceiveAsBatch([.. stock.Select(level => Listed(level.ProductId, level.Quantity))]);
        return fixture;
    }

    public static ProductListed Listed(string productId, int stock) =>
        new(productId, productId, "toys", [new Price("USD", new Money(999))], stock, 1);

    public static OrderCreated Created(string orderId, params (string ProductId, int Quantity)[] items) => new(
        orderId, "C-1", "a@b.example", [.. items.Select(item => new OrderItem(item.ProductId, item.Quantity, new Money(999)))],
        new Money(999), "USD", new ShippingAddress("US", "CA", "Oakland", "94607"));

    public static OrderConfirmed Confirmed(string orderId) => new(orderId, "C-1", "a@b.example", new Money(999), "USD");

    public static OrderCancelled Cancelled(string orderId) => new(orderId, "C-1", "a@b.example", "customer_request", new Money(999), "USD");

    /// <summary>Delivers events as one batch and waits until the module is idle.</summary>
    public Task ReceiveAsBatch(params IEvent[] events) => ReceiveAsBatch([.. events.Select(published => Envelopes.Of(published))]);

    /// <inheritdoc cref="ReceiveAsBatch(IEvent[])"/>
    public async Task ReceiveAsBatch(params Envelope[] envelopes)
    {
        await ReceiveBatch(envelopes);
        await Shop.Settle();
    }

    /// <summary>Delivers a batch without waiting, so batches can run concurrently.</summary>
    public Task ReceiveBatch(params Envelope[] envelopes) => Shop.ReceiveBatch("inventory", envelopes);

    public Task<(long Available, long Reserved)> Of(string productId) => Shop.With<InventoryDb, (long, long)>(async db =>
    {
        var level = await db.Stock.AsNoTracking().SingleAsync(level => level.ProductId == productId);
        return (level.Available, level.Reserved);
    });

    /// <summary>Runs the recurring job that expires reservations.</summary>
    public async Task Expire()
    {
        await Shop.With<ExpireReservations>(job => job.Run(CancellationToken.None));
        await Shop.Settle();
    }

    /// <summary>Sends an operator request and asserts the status.</summary>
    public async Task<JsonElement> Operate(
        HttpMethod method, string path, object? body, HttpStatusCode expected = HttpStatusCode.OK, string? key = null)
    {
        using var request =
            new HttpRequestMessage(method, "/ops/inventory/" + path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Operator", "ada");
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        using var response = await Http.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        await Shop.Settle();
        return await response.Json();
    }

    /// <summary>Sets a product's low-stock threshold.</summary>
    public Task Watch(string productId, int threshold) => Operate(HttpMethod.Put, $"stock/{productId}/threshold", new { threshold });
}
