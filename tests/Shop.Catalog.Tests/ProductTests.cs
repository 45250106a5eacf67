using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Contracts;
using Shop.Events;
using Shop.Testing;

namespace Shop.Catalog.Tests;

public sealed class ProductTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Each_change_is_told_with_a_larger_revision(StoreKind store)
    {
        await using var storefront = await Storefront.Open(store);
        await storefront.List(("PRD-1", "Kite", "Flies.", "toys"));

        await storefront.Change("PRD-1", (db, kite) => kite.ChangePrice(db, Storefront.PricedAt(12_00)));
        await storefront.Change("PRD-1", (db, kite) => kite.Withdraw(db));
        await storefront.Shop.Settle();

        Assert.Equal(["Product Listed", "Product Price Changed", "Product Withdrawn"], await storefront.Shop.Said("PRD-1"));
        var listed = Assert.Single(await storefront.Shop.Said<ProductListed>("PRD-1"));
        var changed = Assert.Single(await storefront.Shop.Said<ProductPriceChanged>("PRD-1"));
        var withdrawn = Assert.Single(await storefront.Shop.Said<ProductWithdrawn>("PRD-1"));
        Assert.Equal((1, 2, 3), (listed.Revision, changed.Revision, withdrawn.Revision));
        Assert.Equal([new("USD", new Money(12_00)), new("EUR", new Money(11_00)), new("GBP", new Money(10_00))], changed.Prices);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_change_that_changes_nothing_is_not_told(StoreKind store)
    {
        await using var storefront = await Storefront.Open(store);
        await storefront.List(("PRD-1", "Kite", "Flies.", "toys"));

        await storefront.Change("PRD-1", (db, kite) => kite.ChangePrice(db, Storefront.PricedAt(10_00)));
        await storefront.Change("PRD-1", (db, kite) => kite.Withdraw(db));
        await storefront.Change("PRD-1", (db, kite) => kite.Withdraw(db));

        Assert.Equal(["Product Listed", "Product Withdrawn"], await storefront.Shop.Said("PRD-1"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Of_two_changes_at_once_the_later_is_refused(StoreKind store)
    {
        await using var storefront = await Storefront.Open(store);
        await storefront.List(("PRD-1", "Kite", "Flies.", "toys"));

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => storefront.Change("PRD-1", (db, kite) =>
        {
            storefront.Change("PRD-1", (other, same) => same.ChangePrice(other, Storefront.PricedAt(20_00))).GetAwaiter().GetResult();
            kite.ChangePrice(db, Storefront.PricedAt(30_00));
        }));

        Assert.Equal(2_000, (await storefront.Get("/v1/products/PRD-1")).GetProperty("price").GetProperty("amount").GetInt64());
        Assert.Equal(["Product Listed", "Product Price Changed"], await storefront.Shop.Said("PRD-1"));
    }
}
