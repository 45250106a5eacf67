using Shop.Catalog.Contracts;
using Shop.Testing;

namespace Shop.Catalog.Tests;

public sealed class OpeningRangeTests
{
    private static Task Plant(CatalogFixture catalog) => catalog.Shop.With<OpeningRange>(range => range.Apply(CancellationToken.None));

    [Theory, EachStore]
    public async Task Seeding_twice_lists_each_product_once_with_its_stock(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store, withInventory: true);

        await Plant(catalog);
        await Plant(catalog);
        await catalog.Shop.Settle();

        var range = OpeningRange.Read();
        Assert.Equal(range.ToDictionary(product => product.Id, product => (long)product.Stock), await catalog.Available());
        foreach (var product in range)
            Assert.Equal(product.Stock, Assert.Single(await catalog.Shop.Published<ProductListed>(product.Id)).OpeningStock);
    }

    [Theory, EachStore]
    public async Task Two_nodes_that_seed_at_once_list_each_product_once(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Plant(catalog))));
        await catalog.Shop.Settle();

        Assert.Equal(50, (await catalog.Available()).Count);
        Assert.Equal(["Product Listed"], await catalog.Shop.Published("PRD-0001"));
    }

    [Fact]
    public void The_opening_range_covers_every_demo_case()
    {
        var range = OpeningRange.Read();

        Assert.InRange(range.Count, 40, 100);
        Assert.Equal(range.Count, range.DistinctBy(product => product.Id).Count());
        Assert.InRange(range.Select(product => product.Category).Distinct().Count(), 5, 20);
        Assert.Equal(10, range.Count(product => product.Stock == 1_000_000));
        Assert.Contains(range, product => product.Stock == 0);
        Assert.Contains(range, product => product.Stock is >= 1 and <= 3);
        Assert.Contains(range, product => product is { Usd.Minor: >= 1_000_00, Stock: 1_000_000 });
        Assert.All(range, product => Assert.True(product is { Usd.Minor: > 0, Eur.Minor: > 0, Gbp.Minor: > 0 }, product.Id));
    }
}
