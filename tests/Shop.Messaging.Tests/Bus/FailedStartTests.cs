using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shop.Testing;

namespace Shop.Messaging.Tests.Bus;

public sealed class FailedStartTests
{
    [Fact]
    public async Task A_host_that_fails_to_start_stops_its_bus_without_an_error()
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);
        await using var shop = await ShopUnderTest.Prepare(database, [new Checkout()]);
        var bus = shop.Services.GetRequiredService<Hosting.Bus>();

        // A service that starts after the bus fails: the host disposes the bus before its loops have run.
        await bus.StartAsync(CancellationToken.None);
        bus.Dispose();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => { })));

        Assert.False(shop.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested, "A loop of the bus broke.");
    }
}
