using System.Net;
using Shop.Catalog.Contracts;
using Shop.Events;
using Shop.Testing;

namespace Shop.Catalog.Tests;

public sealed class OperateCatalogTests
{
    private static readonly object Kite = new
    {
        productId = "KITE-1", name = "Red Kite", description = "Flies.", category = "toys",
        prices = new { usd = 1000, eur = 900, gbp = 800 }, openingStock = 7,
    };

    [Theory, EachStore]
    public async Task Listing_a_product_publishes_it_and_opens_its_stock(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store, withInventory: true);

        var (listed, _) = await catalog.Operate(HttpMethod.Post, "", Kite, HttpStatusCode.Created);
        await catalog.Shop.Settle();

        Assert.Equal(
            """{"productId":"KITE-1","name":"Red Kite","description":"Flies.","category":"toys","prices":{"usd":1000,"eur":900,"gbp":800},"withdrawn":false,"revision":1}""",
            listed.GetRawText());
        var shown = await catalog.Get("/v1/products/KITE-1?currency=GBP");
        Assert.Equal((800, 7), (shown.GetProperty("price").GetProperty("amount").GetInt64(), shown.GetProperty("available").GetInt64()));
        var published = Assert.Single(await catalog.Shop.Published<ProductListed>("KITE-1"));
        Assert.Equal([new("USD", new Money(1000)), new("EUR", new Money(900)), new Price("GBP", new Money(800))], published.Prices);
    }

    [Theory, EachStore]
    public async Task A_product_id_is_unique(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.Operate(HttpMethod.Post, "", Kite, HttpStatusCode.Created);

        var (problem, _) = await catalog.Operate(HttpMethod.Post, "", Kite, HttpStatusCode.Conflict);
        await catalog.Shop.Settle();

        Assert.Equal("product_exists", problem.GetProperty("code").GetString());
        Assert.Equal("/productId", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Single(await catalog.Shop.Published<ProductListed>("KITE-1"));
    }

    [Theory, EachStore]
    public async Task Each_kind_of_change_publishes_its_event(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        var (_, seen) = await catalog.Operate(HttpMethod.Post, "", Kite, HttpStatusCode.Created);

        (_, seen) = await catalog.Operate(HttpMethod.Patch, "/KITE-1", new { name = "Blue Kite", category = "outdoors" }, seen: seen);
        (_, seen) =
            await catalog.Operate(HttpMethod.Patch, "/KITE-1", new { prices = new { usd = 1100, eur = 900, gbp = 800 } }, seen: seen);
        // already has this name
        (_, seen) = await catalog.Operate(HttpMethod.Patch, "/KITE-1", new { name = "Blue Kite" }, seen: seen);
        (_, seen) = await catalog.Operate(HttpMethod.Post, "/KITE-1/withdraw", null, seen: seen);
        await catalog.Get("/v1/products/KITE-1", HttpStatusCode.NotFound);
        var (relisted, _) = await catalog.Operate(HttpMethod.Post, "/KITE-1/relist", null, seen: seen);
        await catalog.Shop.Settle();

        Assert.Equal(
            ["Product Listed", "Product Changed", "Product Price Changed", "Product Withdrawn", "Product Listed"],
            await catalog.Shop.Published("KITE-1"));
        Assert.Equal(
            new ProductChanged("KITE-1", "Blue Kite", "Flies.", "outdoors", 2),
            Assert.Single(await catalog.Shop.Published<ProductChanged>("KITE-1")));
        Assert.Equal(7, (await catalog.Shop.Published<ProductListed>("KITE-1"))[^1].OpeningStock);
        Assert.Equal(5, relisted.GetProperty("revision").GetInt64());
        Assert.Equal(["KITE-1"], await catalog.Listed("/v1/products?search=blue&category=outdoors"));
    }

    [Theory, EachStore]
    public async Task A_change_with_a_stale_ETag_is_rejected(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        var (_, seen) = await catalog.Operate(HttpMethod.Post, "", Kite, HttpStatusCode.Created);
        var (_, newer) = await catalog.Operate(HttpMethod.Patch, "/KITE-1", new { name = "Blue Kite" }, seen: seen);

        var (stale, tag) =
            await catalog.Operate(HttpMethod.Patch, "/KITE-1", new { name = "Green Kite" }, HttpStatusCode.PreconditionFailed, seen);
        var (blind, _) = await catalog.Operate(HttpMethod.Post, "/KITE-1/withdraw", null, HttpStatusCode.PreconditionRequired);

        Assert.Equal(("precondition_failed", newer), (stale.GetProperty("code").GetString(), tag));
        Assert.Equal("precondition_required", blind.GetProperty("code").GetString());
        Assert.Equal("Blue Kite", (await catalog.Get("/v1/products/KITE-1")).GetProperty("name").GetString());
    }

    [Theory, EachStore]
    public async Task Of_concurrent_changes_one_succeeds(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        var (_, seen) = await catalog.Operate(HttpMethod.Post, "", Kite, HttpStatusCode.Created);

        var statuses =
            await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => catalog.Status(HttpMethod.Patch, "/KITE-1", new { name = $"Kite {i}" }, seen)));
        await catalog.Shop.Settle();

        Assert.Single(statuses, HttpStatusCode.OK);
        Assert.Equal(7, statuses.Count(status => status == HttpStatusCode.PreconditionFailed));
        Assert.Single(await catalog.Shop.Published<ProductChanged>("KITE-1"));
    }

    [Theory, EachStore]
    public async Task Operators_also_see_withdrawn_products(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(("PRD-1", "Kite", "Flies.", "toys"), ("PRD-2", "Ball", "Rolls.", "toys"));
        await catalog.Change("PRD-1", (db, kite) => kite.Withdraw(db));

        Assert.Equal(["PRD-1", "PRD-2"], await catalog.Listed("/ops/catalog/products"));
        Assert.Equal(["PRD-1"], await catalog.Listed("/ops/catalog/products?withdrawn=true"));
        Assert.Equal(["PRD-2"], await catalog.Listed("/ops/catalog/products?withdrawn=false&search=ball"));
        await catalog.Get("/ops/catalog/products/PRD-3", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_invalid_member_is_named_by_its_pointer()
    {
        await using var catalog = await CatalogFixture.Open(StoreKind.Sqlite);
        var wrong =
            new { productId = "a/b", name = " ", description = "\u0001", category = "Toys",
            prices = new { usd = 0, eur = 1, gbp = 100_000_001 }, openingStock = -1 };

        var (problem, _) = await catalog.Operate(HttpMethod.Post, "", wrong, HttpStatusCode.BadRequest);

        Assert.Equal(
            ["/productId", "/name", "/description", "/category", "/prices/usd", "/prices/gbp", "/openingStock"],
            problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()));
    }

    [Theory, EachStore]
    public async Task Categories_are_listed_with_their_product_counts(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(
            ("P-1", "Kite", "", "toys"), ("P-2", "Ball", "", "toys"), ("P-3", "Pan", "", "kitchen"), ("P-4", "Lamp", "", "home"));
        await catalog.Change("P-4", (db, lamp) => lamp.Withdraw(db));

        var first = await catalog.Get("/v1/categories?limit=1");
        var second = await catalog.Get($"/v1/categories?cursor={first.GetProperty("nextCursor").GetString()}");

        Assert.Equal("""[{"category":"kitchen","products":1}]""", first.GetProperty("items").GetRawText());
        Assert.Equal("""[{"category":"toys","products":2}]""", second.GetProperty("items").GetRawText());
    }

    [Theory, EachStore]
    public async Task Shoppers_see_the_counted_stock(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store, withInventory: true);
        await catalog.Operate(HttpMethod.Post, "", Kite, HttpStatusCode.Created);
        await catalog.Shop.Settle();

        using var adjust =
            new HttpRequestMessage(
            HttpMethod.Post,
            "/ops/inventory/stock/KITE-1/adjust") { Content =
            System.Net.Http.Json.JsonContent.Create(new { onHand = 4, reason = "Broken" }) };
        adjust.Headers.Add("X-Operator", "ada");
        adjust.Headers.Add("Idempotency-Key", "1");
        using var adjusted = await catalog.Http.SendAsync(adjust);
        await catalog.Shop.Settle();

        Assert.Equal(HttpStatusCode.OK, adjusted.StatusCode);
        Assert.Equal(4, (await catalog.Get("/v1/products/KITE-1")).GetProperty("available").GetInt64());
    }
}
