using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shop.Catalog;
using Shop.Events;
using Shop.Host.Hosting;
using Shop.Orders.Contracts;
using Shop.Payments;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

public sealed class StartupTests
{
    /// <summary>
    /// A gateway that does not respond must not block other orders after a crash. The clock stands still, so that no deadline passes.
    /// </summary>
    [Theory, EachStore]
    public async Task A_shop_with_products_opens_while_messages_are_in_flight(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "catalog", "payments");
        await using var shop = await ShopUnderTest.Start(
            database, [new CatalogModule(), new PaymentsModule()], null, ("Bus:Lease", "01:00:00"), ("Bus:ShutdownTimeout", "00:00:00.050"));
        var bus = shop.Services.GetRequiredService<Bus>();
        var seeds = new Seeds(
            shop.Services.GetRequiredService<ModuleDirectory>(), bus, shop.Services.GetRequiredService<IServiceScopeFactory>(), new ConfigurationBuilder().Build(), new FakeTimeProvider());
        await shop.Receive(new PaymentRequested("ORD-1", new Money(5998), "USD", "tok_stuck"));

        var first = seeds.StartAsync(CancellationToken.None);
        await UntilPlanted(shop);
        Assert.False(first.IsCompleted);        // the first customers of a new shop must find prices
        await seeds.StartAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.True(bus.Activity.InFlight > 0);
    }

    private static async Task UntilPlanted(ShopUnderTest shop)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while ((await shop.Published("PRD-0001")).Count == 0)
            await pace.WaitForNextTickAsync(patience.Token);
    }
}
