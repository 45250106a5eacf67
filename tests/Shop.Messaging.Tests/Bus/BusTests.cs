using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Tests.Conformance;
using Shop.Testing;

namespace Shop.Messaging.Tests.Bus;

/// <summary>The in-memory transport.</summary>
public sealed class BusTests : TransportConformance
{
    private protected override async Task<TransportedShop> Start(TestDatabase database, params (string, string)[] settings)
    {
        var shop = await ShopUnderTest.Start(database, [new Checkout(), new Billing()], services => services.AddSingleton(HandlerLog), settings);
        return new TransportedShop(shop, shop);
    }

    private protected override async Task<TransportedShop> Prepare(TestDatabase database)
    {
        var shop = await ShopUnderTest.Prepare(database, [new Checkout(), new Billing()], services => services.AddSingleton(HandlerLog));
        return new TransportedShop(shop, shop);
    }

    [Theory, EachStore]
    public async Task Calls_beyond_the_queue_capacity_are_made_when_their_leases_end(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "checkout", "billing");
        await using var shop = await Start(database, ("Bus:QueueCapacity", "3"), ("Bus:MaxConcurrentCalls", "1"), ("Bus:Lease", "00:00:00.300"));
        var billing = shop.Billing.Modules["billing"];
        var rule = billing.Declaration.Rules.Single(known => known.Name == "check-credit");

        for (var i = 0; i < 30; i++)
            await billing.Store.Inbox.RecordFailure(
                Envelopes.Of(new OrderPlaced($"ORD-{i}", 2000)), rule.Name, attempts: 1, new Failure("", "", "", TimeSpan.Zero, null), CancellationToken.None);
        billing.Retries.ScheduleAfter(TimeSpan.Zero);
        await shop.Settle();

        Assert.Equal(30, HandlerLog.Done.Count(line => line.EndsWith(" was in", StringComparison.Ordinal)));
    }
}
