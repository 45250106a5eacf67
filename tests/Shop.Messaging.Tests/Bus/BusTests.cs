using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging.Tests.Conformance;
using Shop.Testing;

namespace Shop.Messaging.Tests.Bus;

/// <summary>The in-memory transport.</summary>
public sealed class BusTests : TransportConformance
{
    private protected override async Task<TransportedToys> Start(TestDatabase database, params (string, string)[] settings)
    {
        var shop = await ShopUnderTest.Start(database, [new Thrower(), new Catcher()], services => services.AddSingleton(Diary), settings);
        return new TransportedToys(shop, shop);
    }

    private protected override async Task<TransportedToys> Prepare(TestDatabase database)
    {
        var shop = await ShopUnderTest.Prepare(database, [new Thrower(), new Catcher()], services => services.AddSingleton(Diary));
        return new TransportedToys(shop, shop);
    }

    [Theory, EachStore]
    public async Task Calls_beyond_the_queue_capacity_are_made_when_their_leases_end(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var toys = await Start(database, ("Bus:QueueCapacity", "3"), ("Bus:MaxConcurrentCalls", "1"), ("Bus:Lease", "00:00:00.300"));
        var catcher = toys.Catcher.Modules["catcher"];
        var rule = catcher.Declaration.Rules.Single(known => known.Name == "ask-the-referee");

        for (var i = 0; i < 30; i++)
            await catcher.Store.Inbox.RecordFailure(
                Envelopes.Of(new BallThrown($"ball {i}", 2000)), rule.Name, attempts: 1, new Failure("", "", "", TimeSpan.Zero, null), CancellationToken.None);
        catcher.Retries.ScheduleAfter(TimeSpan.Zero);
        await toys.Settle();

        Assert.Equal(30, Diary.Done.Count(line => line.EndsWith(" was in", StringComparison.Ordinal)));
    }
}
