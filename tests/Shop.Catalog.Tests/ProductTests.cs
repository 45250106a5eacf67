using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Contracts;
using Shop.Events;
using Shop.Testing;

namespace Shop.Catalog.Tests;

public sealed class ProductTests
{
    [Theory, EachStore]
    public async Task Each_change_publishes_a_larger_revision(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(("PRD-1", "Kite", "Flies.", "toys"));

        await catalog.Change("PRD-1", (db, kite) => kite.ChangePrice(db, CatalogFixture.PricedAt(12_00)));
        await catalog.Change("PRD-1", (db, kite) => kite.Withdraw(db));
        await catalog.Shop.Settle();

        Assert.Equal(["Product Listed", "Product Price Changed", "Product Withdrawn"], await catalog.Shop.Published("PRD-1"));
        var listed = Assert.Single(await catalog.Shop.Published<ProductListed>("PRD-1"));
        var changed = Assert.Single(await catalog.Shop.Published<ProductPriceChanged>("PRD-1"));
        var withdrawn = Assert.Single(await catalog.Shop.Published<ProductWithdrawn>("PRD-1"));
        Assert.Equal((1, 2, 3), (listed.Revision, changed.Revision, withdrawn.Revision));
        Assert.Equal([new("USD", new Money(12_00)), new("EUR", new Money(11_00)), new("GBP", new Money(10_00))], changed.Prices);
    }

    [Theory, EachStore]
    public async Task A_change_without_effect_publishes_nothing(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(("PRD-1", "Kite", "Flies.", "toys"));

        await catalog.Change("PRD-1", (db, kite) => kite.ChangePrice(db, CatalogFixture.PricedAt(10_00)));
        await catalog.Change("PRD-1", (db, kite) => kite.Withdraw(db));
        await catalog.Change("PRD-1", (db, kite) => kite.Withdraw(db));

        Assert.Equal(["Product Listed", "Product Withdrawn"], await catalog.Shop.Published("PRD-1"));
    }

    [Theory, EachStore]
    public async Task Of_two_concurrent_changes_the_later_fails(StoreKind store)
    {
        await using var catalog = await CatalogFixture.Open(store);
        await catalog.List(("PRD-1", "Kite", "Flies.", "toys"));

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => catalog.Change("PRD-1", (db, kite) =>
        {
            catalog.Change("PRD-1", (other, same) => same.ChangePrice(other, CatalogFixture.PricedAt(20_00))).GetAwaiter().GetResult();
            kite.ChangePrice(db, CatalogFixture.PricedAt(30_00));
        }));

        Assert.Equal(2_000, (await catalog.Get("/v1/products/PRD-1")).GetProperty("price").GetProperty("amount").GetInt64());
        Assert.Equal(["Product Listed", "Product Price Changed"], await catalog.Shop.Published("PRD-1"));
    }
}
