using System.Net;
using Shop.Testing;

namespace Shop.Catalog.Tests;

public sealed class ListProductsTests
{
    private static readonly (string, string, string, string)[] Range =
    [
        ("PRD-3", "Café Lamp", "Warm light.", "home"),
        ("PRD-1", "Red Kite", "Flies in a light breeze.", "toys"),
        ("PRD-2", "Blue Kite", "100% cotton, and a long tail_end.", "toys"),
        ("PRD-4", "Frying Pan", "Cast iron.", "kitchen"),
        ("PRD-5", "Kettle", "Boils.", "kitchen"),
    ];

    [Theory, EachStore]
    public async Task Following_the_cursor_lists_every_product_once_by_id(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(Range);

        var seen = new List<string>();
        for (var path = "/v1/products?limit=2"; path is not null;)
        {
            var page = await catalog.Get(path);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("productId").GetString()!));
            path = page.GetProperty("nextCursor").GetString() is { } cursor ? $"/v1/products?limit=2&cursor={cursor}" : null;
        }

        Assert.Equal(["PRD-1", "PRD-2", "PRD-3", "PRD-4", "PRD-5"], seen);
    }

    [Theory, EachStore]
    public async Task Following_the_cursor_of_a_sorted_list_lists_every_product_once_in_its_order(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(Range);
        foreach (var (id, usd) in ((string, long)[])[("PRD-1", 30_00), ("PRD-2", 9_00), ("PRD-4", 30_00), ("PRD-5", 100_00)])
            await catalog.Change(id, (db, product) => product.ChangePrice(db, CatalogFixture.PricedAt(usd)));

        Assert.Equal(["PRD-2", "PRD-3", "PRD-4", "PRD-5", "PRD-1"], await Followed("sort=name"));
        Assert.Equal(["PRD-2", "PRD-3", "PRD-1", "PRD-4", "PRD-5"], await Followed("sort=price_ascending"));
        Assert.Equal(["PRD-5", "PRD-1", "PRD-4", "PRD-3", "PRD-2"], await Followed("sort=price_descending&currency=GBP"));
        Assert.Equal(["PRD-1", "PRD-2"], await Followed("sort=price_descending&search=kite"));
        var cursor = (await catalog.Get("/v1/products?limit=2&sort=name")).GetProperty("nextCursor").GetString();
        Assert.Equal(
            "invalid_cursor", (await catalog.Get($"/v1/products?limit=2&sort=price_ascending&cursor={cursor}", HttpStatusCode.BadRequest))
            .GetProperty("code").GetString());

        async Task<List<string>> Followed(string query)
        {
            var seen = new List<string>();
            for (var path = $"/v1/products?limit=1&{query}"; path is not null;)
            {
                var page = await catalog.Get(path);
                seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("productId").GetString()!));
                path = page.GetProperty("nextCursor").GetString() is { } next ? $"/v1/products?limit=1&{query}&cursor={next}" : null;
            }
            return seen;
        }
    }

    [Theory, EachStore]
    public async Task A_search_finds_words_in_name_description_or_category_in_any_case(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(Range);

        Assert.Equal(["PRD-1", "PRD-2"], await catalog.Listed("/v1/products?search=KITE"));
        Assert.Equal(["PRD-1", "PRD-3"], await catalog.Listed("/v1/products?search=light"));
        Assert.Equal(["PRD-4", "PRD-5"], await catalog.Listed("/v1/products?search=kitchen"));
        Assert.Equal(["PRD-1"], await catalog.Listed("/v1/products?search=light%20kite"));
        Assert.Equal(["PRD-3"], await catalog.Listed("/v1/products?search=CAF%C3%89"));
        Assert.Empty(await catalog.Listed("/v1/products?search=submarine"));
    }

    [Theory, EachStore]
    public async Task A_search_treats_wildcards_as_plain_text(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(Range);

        Assert.Equal(["PRD-2"], await catalog.Listed("/v1/products?search=%25"));
        Assert.Equal(["PRD-2"], await catalog.Listed("/v1/products?search=_"));
        Assert.Empty(await catalog.Listed("/v1/products?search='%20or%201=1%20--"));
    }

    [Theory, EachStore]
    public async Task A_category_and_a_search_narrow_the_list_together(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(Range);

        Assert.Equal(["PRD-4", "PRD-5"], await catalog.Listed("/v1/products?category=Kitchen"));
        Assert.Equal(["PRD-5"], await catalog.Listed("/v1/products?category=kitchen&search=boil"));
        Assert.Empty(await catalog.Listed("/v1/products?category=kit"));
    }

    [Theory, EachStore]
    public async Task A_withdrawn_product_is_not_listed(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(Range);

        await catalog.Change("PRD-2", (db, kite) => kite.Withdraw(db));

        Assert.Equal(["PRD-1"], await catalog.Listed("/v1/products?search=kite"));
    }

    [Theory]
    [InlineData("currency=SEK", "currency", "unsupported_currency")]
    [InlineData("currency=usd", "currency", "unsupported_currency")]
    [InlineData("currency=", "currency", "unsupported_currency")]
    [InlineData("search=a%07b", "search", "unsearchable")]
    [InlineData("search=a%00b", "search", "invalid_parameter")]
    [InlineData("category=%0A", "category", "unsearchable")]
    public async Task An_invalid_filter_is_rejected_by_name(string query, string parameter, string code)
    {
        await using var catalog = await CatalogFixture.Open(StoreKind.Sqlite);

        var problem = await catalog.Get("/v1/products?" + query, HttpStatusCode.BadRequest);

        Assert.Equal("invalid_parameter", problem.GetProperty("code").GetString());
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal((parameter, code), (error.GetProperty("parameter").GetString(), error.GetProperty("code").GetString()));
    }

    [Theory, EachStore]
    public async Task A_search_has_at_most_a_hundred_characters(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(Range);
        var words = string.Join("%20", Enumerable.Repeat("k", 50));

        Assert.Equal(["PRD-1", "PRD-2", "PRD-4", "PRD-5"], (await catalog.Listed("/v1/products?search=" + words)).Order());
        await catalog.Get("/v1/products?search=" + new string('k', 101), HttpStatusCode.BadRequest);
    }

    [Theory, EachStore]
    public async Task A_cursor_without_a_valid_product_id_is_rejected(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        var forged = Convert.ToBase64String("{\"productId\":\"\\u0000\"}"u8).TrimEnd('=').Replace('+', '-').Replace('/', '_');

        var problem = await catalog.Get("/v1/products?cursor=" + forged, HttpStatusCode.BadRequest);

        Assert.Equal("invalid_cursor", problem.GetProperty("code").GetString());
    }
}
