using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Shop.Catalog.Contracts;
using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Testing;

namespace Shop.Orders.Tests;

/// <summary>The orders module behind HTTP, with two products on sale.</summary>
internal sealed class OrdersApiFixture : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private readonly Func<TestDatabase, Task<ShopOverHttp>> _start;

    private OrdersApiFixture(TestDatabase database, ShopOverHttp shop, Func<TestDatabase, Task<ShopOverHttp>> start) =>
        (_database, Over, _start) = (database, shop, start);

    public ShopOverHttp Over { get; private set; }

    public ShopUnderTest Shop => Over.Shop;

    public HttpClient Http => Over.Http;

    /// <param name="store">The database kind.</param>
    /// <param name="environment">Development: webhooks may lead to this machine.</param>
    /// <param name="clock">A clock to use instead of the system clock.</param>
    /// <param name="settings">Settings of the shop.</param>
    public static async Task<OrdersApiFixture> Open(
        StoreKind store, string environment = "Development", TimeProvider? clock = null, params (string Key, string Value)[] settings)
    {
        var database = await TestDatabase.CreateAsync(store);
        Task<ShopOverHttp> Start(TestDatabase on) => ShopOverHttp.Start(on, [new OrdersModule()], services =>
        {
            services.AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = environment });
            if (clock is not null)
                services.AddSingleton(clock);
        }, settings);
        var orders = new OrdersApiFixture(database, await Start(database), Start);
        await orders.Offer("LAMP", 2000);
        await orders.Offer("CHAIR", 5000);
        return orders;
    }

    /// <summary>Restarts the module on the same database.</summary>
    public async Task Reopen()
    {
        await Over.DisposeAsync();
        Over = await _start(_database);
    }

    /// <summary>Starts another process's module on the same database.</summary>
    public Task<ShopOverHttp> StartAnother() => _start(_database);

    /// <summary>Reads one text from the module's database.</summary>
    public async Task<string> ReadText(string sql)
    {
        await using var connection = await _database.OpenAsync("orders");
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public async Task Offer(string productId, long cents)
    {
        await Shop.Receive(new ProductListed(productId, productId.ToLowerInvariant(), "Good.", "home", Prices(cents), 5, 1));
        await Shop.Receive(new StockReplenished(productId, 5, new ProductStock(productId, 5, 1)));
        await Shop.Settle();
    }

    public async Task Receive(IEvent published)
    {
        await Shop.Receive(published);
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

    public async ValueTask DisposeAsync()
    {
        await Over.DisposeAsync();
        await _database.DisposeAsync();
    }
}
