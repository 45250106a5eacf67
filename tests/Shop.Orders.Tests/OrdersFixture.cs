using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shop.Catalog.Contracts;
using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using Shop.Testing;

namespace Shop.Orders.Tests;

/// <summary>The orders module alone behind its API; tests send requests and deliver the other modules' events.</summary>
internal sealed class OrdersFixture(TestDatabase database, ShopOverHttp shop, FakeTimeProvider clock) : IAsyncDisposable
{
    public HttpClient Http => shop.Http;

    public ShopUnderTest Shop => shop.Shop;

    public FakeTimeProvider Clock => clock;

    public static async Task<OrdersFixture> Open(StoreKind store)
    {
        var database = await TestDatabase.CreateAsync(store);
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        var shop = await ShopOverHttp.Start(database, [new OrdersModule()], services => services.AddSingleton<TimeProvider>(clock));
        foreach (var (id, price) in ((string, int)[])[("PRD-1", 10), ("PRD-2", 25)])
            await shop.Shop.Receive(new ProductListed(id, id, "It is good.", "Things", [new Price("USD", Money.FromMajor(price))], 100, 1));
        await shop.Shop.Settle();
        return new OrdersFixture(database, shop, clock);
    }

    public Task Receive(IEvent published) => shop.Shop.Receive(published);

    /// <summary>Three of PRD-1 for 10.00 and one of PRD-2 for 25.00.</summary>
    public static object Request => new
    {
        customerId = "CUST-1", email = "ada@example.com", currency = "USD", paymentToken = "tok_ok",
        items = new[] { new { productId = "PRD-1", quantity = 3 }, new { productId = "PRD-2", quantity = 1 } },
        shippingAddress = new { country = "US", state = "CA", city = "San Francisco", zipCode = "94102" },
    };

    /// <summary>Places and confirms <see cref="Request"/>.</summary>
    public async Task<string> Confirmed()
    {
        var id = await Http.Place(Request);
        await Receive(new InventoryReserved(id, [new ReservedItem("PRD-1", 3), new ReservedItem("PRD-2", 1)]));
        await Receive(new PaymentProcessed(id, "pay_1", new Money(5500), "USD"));
        await Shop.Settle();
        return id;
    }

    public static OrderShipped Shipped(string id) =>
        new(id, "CUST-1", "ada@example.com", "SHP-1", "Parcels", "SP1", "https://parcels.example/SP1");

    public OrderDelivered DeliveredNow(string id) => new(id, "CUST-1", "ada@example.com", "SHP-1", clock.GetUtcNow().UtcDateTime);

    /// <summary>Places, confirms, ships, captures and delivers an order.</summary>
    public async Task<string> Delivered()
    {
        var id = await Confirmed();
        await Receive(Shipped(id));
        await Receive(new PaymentCaptured(id, "pay_1", new Money(5500), "USD"));
        await Receive(DeliveredNow(id));
        await Shop.Settle();
        return id;
    }

    /// <summary>status, paymentStatus, fulfillmentStatus and allowedActions, as a client reads them.</summary>
    public async Task<string> StatusOf(string id)
    {
        var order = await Http.Read($"/v1/orders/{id}");
        var actions = order.GetProperty("allowedActions").EnumerateArray().Select(action => action.GetString());
        return string.Join(
            ' ', ((string[])["status", "paymentStatus", "fulfillmentStatus"]).Select(axis => order.GetProperty(axis).GetString())
            .Append($"[{string.Join(',', actions)}]"));
    }

    public async Task<HttpResponseMessage> RequestReturn(string id, object items, string? key = null)
    {
        using var request =
            new HttpRequestMessage(
            HttpMethod.Post, $"/v1/orders/{id}/returns") { Content = JsonContent.Create(new { items, reason = "Too small." }) };
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        return await Http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> Decide(string returnId, string how, object? body = null)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, $"/ops/returns/{returnId}/{how}") { Content = JsonContent.Create(body ?? new { }) };
        request.Headers.Add("X-Operator", "grace");
        return await Http.SendAsync(request);
    }

    public static object[] Items(params (string ProductId, int Quantity)[] items) =>
        [.. items.Select(item => new { productId = item.ProductId, quantity = item.Quantity })];

    public async ValueTask DisposeAsync()
    {
        await shop.DisposeAsync();
        await database.DisposeAsync();
    }
}
