using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Inventory;
using Shop.Testing;

namespace Shop.Catalog.Tests;

/// <summary>The catalog module alone, or beside inventory.</summary>
internal sealed class CatalogFixture(bool withInventory) : ModuleFixture<CatalogModule>
{
    protected override IReadOnlyList<IModule> Beside => withInventory ? [new InventoryModule()] : [];

    public static async Task<CatalogFixture> Open(StoreKind store, bool withInventory = false)
    {
        var fixture = new CatalogFixture(withInventory);
        await fixture.Start(store);
        return fixture;
    }

    /// <summary>Lists products, by id, as an operator would.</summary>
    public Task List(params (string ProductId, string Name, string Description, string Category)[] products) =>
        Shop.With<CatalogDb>(async db =>
    {
        foreach (var (productId, name, description, category) in products)
            Product.List(db, productId, name, description, category, PricedAt(10_00), 0);
        await db.SaveChangesAsync();
    });

    public static Prices PricedAt(long usd) => new(new Money(usd), new Money(usd - 1_00), new Money(usd - 2_00));

    public Task Change(string productId, Action<CatalogDb, Product> change) => Shop.With<CatalogDb>(async db =>
    {
        change(db, await db.Products.SingleAsync(product => product.ProductId == productId));
        await db.SaveChangesAsync();
    });

    public async Task<JsonElement> Get(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(expected, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    /// <summary>Sends an operator request under /ops/catalog/products; returns the body and the ETag.</summary>
    public async Task<(JsonElement Body, string? ETag)> Operate(
        HttpMethod method, string path, object? body, HttpStatusCode expected = HttpStatusCode.OK, string? seen = null)
    {
        using var response = await Send(method, path, body, seen);
        Assert.Equal(expected, response.StatusCode);
        return (JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement, response.Headers.ETag?.ToString());
    }

    /// <summary>The status of an operator request.</summary>
    public async Task<HttpStatusCode> Status(HttpMethod method, string path, object? body, string? seen)
    {
        using var response = await Send(method, path, body, seen);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body, string? seen)
    {
        using var request =
            new HttpRequestMessage(method, "/ops/catalog/products" + path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Operator", "ada");
        if (seen is not null)
            request.Headers.Add("If-Match", seen);
        return await Http.SendAsync(request);
    }

    /// <summary>The ids of the products on one page.</summary>
    public async Task<string[]> Listed(string path) =>
        [.. (await Get(path)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("productId").GetString()!)];

    /// <summary>The catalog's stock, which may be negative where the API shows 0.</summary>
    public Task<Dictionary<string, long>> Available() => Shop.With<CatalogDb, Dictionary<string, long>>(db =>
        db.Products.AsNoTracking().ToDictionaryAsync(product => product.ProductId, product => product.Available));

    /// <summary>Inventory's stock, read from its table because its data is private.</summary>
    public async Task<Dictionary<string, (long Available, long Reserved)>> InStock()
    {
        await using var connection = await Database.OpenAsync("inventory");
        await using var command = connection.CreateCommand();
        command.CommandText = "select product_id, available, reserved from stock";
        await using var reader = await command.ExecuteReaderAsync();
        var stock = new Dictionary<string, (long, long)>();
        while (await reader.ReadAsync())
            stock.Add(reader.GetString(0), (reader.GetInt64(1), reader.GetInt64(2)));
        return stock;
    }
}
