using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shop.Catalog.Contracts;
using Shop.Events;
using Shop.Testing;

namespace Shop.Orders.Tests;

/// <summary>Two nodes handle two changes of one product at the same time.</summary>
public sealed class PricesOnTwoNodesTests
{
    [Theory, EachStore]
    public async Task A_node_with_stale_data_does_not_restore_an_older_price(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "orders");
        await using var shop = await ShopUnderTest.Start(database, [new OrdersModule()]);
        await shop.Receive(Changed(1));

        await using var overtaken = shop.Services.CreateAsyncScope();
        var db = overtaken.ServiceProvider.GetRequiredService<OrdersDb>();
        var older = await db.Products.SingleAsync();
        await shop.Receive(Changed(3));
        (older.Revision, older.Prices) = (2, new Dictionary<string, long> { ["USD"] = 2 });

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());
        Assert.Equal(3, await shop.With<OrdersDb, long>(other => other.Products.Select(product => product.Revision).SingleAsync()));
    }

    private static ProductPriceChanged Changed(long revision) => new("PRD-1", [new Price("USD", new Money(revision))], revision);
}
