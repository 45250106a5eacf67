using System.Net;
using Shop.Inventory.Contracts;
using Shop.Testing;

namespace Shop.Catalog.Tests;

public sealed class GetProductTests
{
    [Theory, EachStore]
    public async Task A_product_is_shown_with_its_price_and_stock(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(("PRD-1", "Kite", "Flies.", "toys"));
        await catalog.Shop.Receive(new StockReplenished("PRD-1", 12));

        var product = await catalog.Get("/v1/products/PRD-1");

        Assert.Equal(
            """{"productId":"PRD-1","name":"Kite","description":"Flies.","category":"toys","price":{"amount":1000,"currency":"USD"},"available":12}""",
            product.GetRawText());
    }

    [Theory]
    [InlineData("USD", 1000)]
    [InlineData("EUR", 900)]
    [InlineData("GBP", 800)]
    public async Task A_price_is_shown_in_the_requested_currency(string currency, long amount)
    {
        await using var catalog = await CatalogFixture.Open(StoreKind.Sqlite);
        await catalog.List(("PRD-1", "Kite", "Flies.", "toys"));

        var one = (await catalog.Get($"/v1/products/PRD-1?currency={currency}")).GetProperty("price");
        var listed = (await catalog.Get($"/v1/products?currency={currency}")).GetProperty("items")[0].GetProperty("price");

        Assert.Equal($$"""{"amount":{{amount}},"currency":"{{currency}}"}""", one.GetRawText());
        Assert.Equal(one.GetRawText(), listed.GetRawText());
    }

    [Fact]
    public async Task An_unsupported_currency_is_rejected()
    {
        await using var catalog = await CatalogFixture.Open(StoreKind.Sqlite);
        await catalog.List(("PRD-1", "Kite", "Flies.", "toys"));

        var problem = await catalog.Get("/v1/products/PRD-1?currency=JPY", HttpStatusCode.BadRequest);

        Assert.Equal("unsupported_currency", problem.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Theory, EachStore]
    public async Task An_unknown_or_withdrawn_product_is_not_found(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(("PRD-1", "Kite", "Flies.", "toys"));
        await catalog.Change("PRD-1", (db, kite) => kite.Withdraw(db));

        foreach (var id in new[] { "PRD-1", "PRD-2", "%20", "prd-1%27" })
            Assert.Equal(
                "product_not_found", (await catalog.Get("/v1/products/" + id, HttpStatusCode.NotFound)).GetProperty("code").GetString());
    }

    [Theory, EachStore]
    public async Task Negative_stock_shows_as_zero(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(("PRD-1", "Kite", "Flies.", "toys"));
        var reserved = new InventoryReserved("ORD-1", [new ReservedItem("PRD-1", 2)]);

        await catalog.Shop.Receive(reserved);
        Assert.Equal(0, (await catalog.Get("/v1/products/PRD-1")).GetProperty("available").GetInt64());

        await catalog.Shop.Receive(new StockReplenished("PRD-1", 5));
        Assert.Equal(3, (await catalog.Get("/v1/products/PRD-1")).GetProperty("available").GetInt64());
    }
}
