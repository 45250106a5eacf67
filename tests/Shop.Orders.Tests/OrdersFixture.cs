using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Shop.Catalog.Contracts;
using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using Shop.Testing;

namespace Shop.Orders.Tests;

/// <summary>The orders module alone, with products on sale: PRD-1 for 10.00, PRD-2 for 25.00, LAMP for 20.00, CHAIR for 50.00.</summary>
internal sealed class OrdersFixture : ModuleFixture<OrdersModule>
{
    /// <summary>With <see cref="ModuleFixture{TModule}.Clock"/>, so that deadlines pass when a test says so.</summary>
    public static async Task<OrdersFixture> OpenWithClock(StoreKind store)
    {
        var fixture = new OrdersFixture();
        await fixture.Start(store, clock: fixture.Clock);
        await fixture.OfferAll();
        return fixture;
    }

    /// <param name="store">The kind of store.</param>
    /// <param name="environment">Development: webhooks may lead to this machine.</param>
    /// <param name="clock">The module's clock; null for the system's.</param>
    /// <param name="settings">Settings of the shop.</param>
    public static async Task<OrdersFixture> Open(
        StoreKind store, string environment = "Development", TimeProvider? clock = null, params (string Key, string Value)[] settings)
    {
        var fixture = new OrdersFixture();
        await fixture.Start(
            store, services => services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = environment }), clock, settings);
        await fixture.OfferAll();
        return fixture;
    }

    private async Task OfferAll()
    {
        foreach (var (id, cents) in ((string, long)[])[("PRD-1", 1000), ("PRD-2", 2500), ("LAMP", 2000), ("CHAIR", 5000)])
            await Offer(id, cents);
    }

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
        await Receive(
            new InventoryReserved(id, [new ReservedItem("PRD-1", 3), new ReservedItem("PRD-2", 1)]),
            new PaymentProcessed(id, "pay_1", new Money(5500), "USD"));
        return id;
    }

    public static OrderShipped Shipped(string id) =>
        new(id, "CUST-1", "ada@example.com", "SHP-1", "Parcels", "SP1", "https://parcels.example/SP1");

    public OrderDelivered DeliveredNow(string id) => new(id, "CUST-1", "ada@example.com", "SHP-1", Clock.GetUtcNow().UtcDateTime);

    /// <summary>Places, confirms, ships, captures and delivers an order.</summary>
    public async Task<string> Delivered()
    {
        var id = await Confirmed();
        await Receive(Shipped(id), new PaymentCaptured(id, "pay_1", new Money(5500), "USD"), DeliveredNow(id));
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

    public async Task Offer(string productId, long cents)
    {
        await Shop.Receive(new ProductListed(productId, productId.ToLowerInvariant(), "Good.", "home", Prices(cents), 5, 1));
        await Shop.Receive(new StockReplenished(productId, 5, new ProductStock(productId, 5, 1)));
        await Shop.Settle();
    }

    /// <summary>In dollars and pounds.</summary>
    public static IReadOnlyList<Price> Prices(long cents) => [new Price("USD", new Money(cents)), new Price("GBP", new Money(cents / 2))];

    public async Task<HttpResponseMessage> Send(
        HttpMethod method, string path, object? body = null, string? seen = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (seen is not null)
            request.Headers.TryAddWithoutValidation("If-Match", seen);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await Http.SendAsync(request);
    }

    /// <summary>A cart with one lamp.</summary>
    public async Task<(string Id, string Tag)> Cart(object? request = null)
    {
        using var made =
            await Send(HttpMethod.Post, "/v1/carts", request ?? new { items = new[] { new { productId = "LAMP", quantity = 1 } } });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return ((await made.Json()).GetProperty("cartId").GetString()!, Tag(made));
    }

    public Task<HttpResponseMessage> CheckOut(string cart, string tag, string? key = null) =>
        Send(HttpMethod.Post, $"/v1/carts/{cart}/checkout", new
    {
        email = "ada@example.com",
        shippingAddress = new { country = "US", state = "CA", city = "San Francisco", zipCode = "94102" },
        paymentToken = "tok_ok",
    }, tag, key ?? Guid.NewGuid().ToString());

    public static string Tag(HttpResponseMessage response) => response.Headers.ETag!.ToString();

    public static async Task<JsonElement> AssertProblem(HttpResponseMessage response, int status, string code)
    {
        using (response)
        {
            var problem = await response.Json();
            Assert.Equal((status, code), ((int)response.StatusCode, problem.GetProperty("code").GetString()));
            return problem;
        }
    }
}
