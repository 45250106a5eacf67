using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Testing;

namespace Shop.Messaging.Tests.Bus;

/// <summary>Two versions of one event side by side.</summary>
public sealed class VersionsTests
{
    private readonly Diary _diary = new();

    private void Services(IServiceCollection services) => services.AddSingleton(_diary);

    private static Task Publish(ShopUnderTest shop, params IEvent[] kites) => shop.With<MeadowDb>(async db =>
    {
        foreach (var kite in kites)
            db.Publish(kite);
        await db.SaveChangesAsync();
    });

    [Theory, EachStore]
    public async Task Each_subscriber_receives_its_version_once(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await ShopUnderTest.Start(database, [new Meadow(), new Sky()], Services);

        await Publish(shop, new KiteRisen("red", 10, "crimson"));
        await shop.Settle();

        Assert.Equal(["saw red as before", "saw red in crimson"], _diary.Done.Order());
    }

    [Theory, EachStore]
    public async Task Events_in_an_older_releases_outbox_are_handled_as_the_new_version(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using (var before = await ShopUnderTest.Prepare(database, [new FormerMeadow(), new Sky()], Services))
            await Publish(before, new First.KiteRisen("old", 10));

        await using var after = await ShopUnderTest.Start(database, [new Meadow(), new Sky()], Services);
        await after.Settle();

        Assert.Equal(["saw old as before", "saw old in unknown"], _diary.Done.Order());
    }

    [Theory, EachStore]
    public async Task Messages_stored_for_a_retry_are_handled_as_the_new_version(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await ShopUnderTest.Start(database, [new Meadow(), new Sky()], Services);
        _diary.Failures["old"] = 2;

        await shop.Receive(new First.KiteRisen("old", 10));
        await shop.Settle();

        Assert.Equal(["saw old as before", "saw old in unknown"], _diary.Done.Order());
    }

    [Theory, EachStore]
    public async Task An_event_published_in_two_versions_is_one_event_of_the_history(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await ShopUnderTest.Start(database, [new Meadow(), new Sky()], Services);

        await Publish(shop, new KiteRisen("red", 10, "crimson"));
        await shop.Settle();

        var published = Assert.Single(await shop.Services.GetRequiredService<EventHistory>().Of("red", CancellationToken.None));
        Assert.Equal(["see-kite", "see-kite-as-before"], published.HandledBy.Select(handled => handled.Rule).Order());
        Assert.Single(await shop.Published<KiteRisen>("red"));
        Assert.Single(await shop.Published<First.KiteRisen>("red"));
    }

    [Theory, EachStore]
    public async Task Any_of_several_conditions_matches(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store);
        await using var shop = await ShopUnderTest.Start(database, [new Meadow(), new Sky()], Services);

        await Publish(shop, new KiteRisen("low", 10, "red"), new KiteRisen("high", 2000, "red"), new KiteRisen("dark", 10, "black"));
        await shop.Settle();

        Assert.Equal(["wondered at dark", "wondered at high"], _diary.Done.Where(line => line.StartsWith("wondered", StringComparison.Ordinal)).Order());
    }
}
