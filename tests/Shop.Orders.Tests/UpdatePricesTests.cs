using Microsoft.EntityFrameworkCore;
using Shop.Catalog.Contracts;
using Shop.Events;
using Shop.Testing;

namespace Shop.Orders.Tests;

/// <summary>Orders' copy of the catalogue.</summary>
public sealed class UpdatePricesTests
{
    private static Price[] At(long usd) => [new("USD", new Money(usd))];

    private static IEvent[] Life(string id) =>
    [
        new ProductListed(id, "Red Kite", "Flies.", "toys", At(1000), 5, 1),
        new ProductChanged(id, "Blue Kite", "Flies.", "toys", 2),
        new ProductPriceChanged(id, At(1200), 3),
        new ProductWithdrawn(id, 4),
        new ProductListed(id, "Blue Kite", "Flies.", "toys", At(1200), 5, 5),
        new ProductPriceChanged(id, At(1300), 6),
        new ProductChanged(id, "Green Kite", "Flies.", "toys", 7),
    ];

    [Theory, EachStore]
    public async Task Reordered_and_duplicate_catalog_events_leave_the_latest_price(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "orders");
        await using var shop = await ShopUnderTest.Start(database, [new OrdersModule()]);
        var chance = new Random(11);
        for (var i = 0; i < 12; i++)
        {
            var received = Life($"PRD-{i}").Concat(Life($"PRD-{i}").Where(_ => chance.Next(2) == 0))
                .Select(published => Envelopes.Of(published)).ToArray();
            chance.Shuffle(received);
            foreach (var envelope in received)
                await shop.Receive(envelope);
        }
        await shop.Settle();

        var products = await shop.With<OrdersDb, List<OfferedProduct>>(db => db.Products.AsNoTracking().ToListAsync());
        Assert.Equal(12, products.Count);
        Assert.All(
            products, product => Assert.Equal(("Green Kite", 1300, false), (product.Name, product.Prices["USD"], product.Withdrawn)));
    }

    [Theory, EachStore]
    public async Task A_withdrawal_before_its_listing_holds(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "orders");
        await using var shop = await ShopUnderTest.Start(database, [new OrdersModule()]);

        foreach (var published in Life("PRD-1")[..4].Reverse())
            await shop.Receive(published);

        var product = await shop.With<OrdersDb, OfferedProduct>(db => db.Products.AsNoTracking().SingleAsync());
        Assert.Equal(("Blue Kite", 1200, true), (product.Name, product.Prices["USD"], product.Withdrawn));
    }
}
