using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Testing;

namespace Shop.Messaging.Tests.Bus;

/// <summary>Two versions of one event side by side.</summary>
public sealed class VersionsTests
{
    private readonly HandlerLog _handled = new();

    private void Services(IServiceCollection services) => services.AddSingleton(_handled);

    private static Task Publish(ShopUnderTest shop, params IEvent[] changes) => shop.With<PricingDb>(async db =>
    {
        foreach (var change in changes)
            db.Publish(change);
        await db.SaveChangesAsync();
    });

    [Theory, EachStore]
    public async Task Each_subscriber_receives_its_version_once(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "pricing", "labelling");
        await using var shop = await ShopUnderTest.Start(database, [new Pricing(), new Labelling()], Services);

        await Publish(shop, new PriceChanged("PRD-3", 10, "EUR"));
        await shop.Settle();

        Assert.Equal(["printed PRD-3 as before", "printed PRD-3 in EUR"], _handled.Done.Order());
    }

    [Theory, EachStore]
    public async Task Events_in_an_older_releases_outbox_are_handled_as_the_new_version(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "pricing", "labelling");
        await using (var before = await ShopUnderTest.Prepare(database, [new FormerPricing(), new Labelling()], Services))
            await Publish(before, new First.PriceChanged("old", 10));

        await using var after = await ShopUnderTest.Start(database, [new Pricing(), new Labelling()], Services);
        await after.Settle();

        Assert.Equal(["printed old as before", "printed old in unknown"], _handled.Done.Order());
    }

    [Theory, EachStore]
    public async Task Messages_stored_for_a_retry_are_handled_as_the_new_version(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "pricing", "labelling");
        await using var shop = await ShopUnderTest.Start(database, [new Pricing(), new Labelling()], Services);
        _handled.Failures["old"] = 2;

        await shop.Receive(new First.PriceChanged("old", 10));
        await shop.Settle();

        Assert.Equal(["printed old as before", "printed old in unknown"], _handled.Done.Order());
    }

    [Theory, EachStore]
    public async Task An_event_published_in_two_versions_is_one_event_of_the_history(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "pricing", "labelling");
        await using var shop = await ShopUnderTest.Start(database, [new Pricing(), new Labelling()], Services);

        await Publish(shop, new PriceChanged("PRD-3", 10, "EUR"));
        await shop.Settle();

        var published = Assert.Single(await shop.Services.GetRequiredService<EventHistory>().Of("PRD-3", CancellationToken.None));
        Assert.Equal(["print-label", "print-label-as-before"], published.HandledBy.Select(handled => handled.Rule).Order());
        Assert.Single(await shop.Published<PriceChanged>("PRD-3"));
        Assert.Single(await shop.Published<First.PriceChanged>("PRD-3"));
    }

    [Theory, EachStore]
    public async Task Any_of_several_conditions_matches(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "pricing", "labelling");
        await using var shop = await ShopUnderTest.Start(database, [new Pricing(), new Labelling()], Services);

        await Publish(shop, new PriceChanged("low", 10, "USD"), new PriceChanged("high", 2000, "USD"), new PriceChanged("dark", 10, "XAU"));
        await shop.Settle();

        Assert.Equal(["noted dark", "noted high"], _handled.Done.Where(line => line.StartsWith("noted", StringComparison.Ordinal)).Order());
    }
}
