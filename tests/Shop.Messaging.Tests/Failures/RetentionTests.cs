using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

public sealed class RetentionTests
{
    [Theory, EachStore]
    public async Task Handled_messages_before_the_window_are_purged_and_dead_letters_are_not(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store, ("Bus:InboxRetentionDays", "7"));
        bus.HandlerLog.Failures["once"] = 1;
        await bus.Place("ORD-3", "once", "hopeless");

        await bus.Shop.Age(days: 6);
        Assert.Equal(3, await bus.Count("billing", "inbox"));
        await bus.Shop.Age(days: 2);

        Assert.Equal((1, 1, 1), (await bus.Count("billing", "inbox"), await bus.Count("billing", "failures"), await bus.Count("billing", "attempts")));
        Assert.Equal("hopeless", Assert.Single(await bus.Dead()).Subject);
    }

    [Theory, EachStore]
    public async Task Events_older_than_the_archive_retention_are_purged_and_the_rest_stays(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store, ("Bus:ArchiveRetentionDays", "10"));
        bus.Clock.By = TimeSpan.FromDays(-11);
        await bus.Place([.. Enumerable.Range(0, 30).Select(i => $"old {i}")]);
        bus.Clock.By = TimeSpan.FromDays(-9);
        await bus.Place("ORD-3", "ORD-1");

        await bus.Shop.RunJob("purge");

        Assert.Equal(2, await bus.Count("checkout", "archive"));
        Assert.Equal(["ORD-1", "ORD-3"], (await bus.The<EventSearch>().Find(new EventFilter { DetailType = "Order Placed" }, null, 100, default)).Select(published => published.Metadata.Subject).Order());
    }

    [Theory, EachStore]
    public async Task A_pattern_decides_what_is_archived(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store, ("Bus:ArchivePattern", """{"detail-type":["Invoice Sent"]}"""));

        await bus.Place("ORD-3");

        Assert.Equal((0, 1), (await bus.Count("checkout", "archive"), await bus.Count("billing", "archive")));
        Assert.Equal((0, 0), (await bus.Count("checkout", "outbox"), await bus.Count("billing", "outbox")));
    }

    [Theory]
    [InlineData("Bus:InboxRetentionDays", "6", "set 7 or more")]
    [InlineData("Bus:ArchiveRetentionDays", "0", "Bus:ArchiveRetentionDays is 0")]
    public async Task A_retention_that_is_too_short_is_rejected_at_startup(string setting, string value, string published)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => BusFixture.Open(StoreKind.Sqlite, (setting, value)));

        Assert.Contains(published, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 3600, "EventBridge takes 0 to 185")]
    [InlineData(186, 3600, "The rule juggler/juggle is retried 186 times")]
    [InlineData(3, 59, "EventBridge takes 60 to 86,400")]
    [InlineData(3, 86_401, "86401 seconds")]
    public async Task A_retry_policy_that_EventBridge_would_reject_is_rejected_at_startup(int attempts, int seconds, string published)
    {
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite, "checkout", "billing");

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => ShopUnderTest.Prepare(database, [new Juggler(attempts, seconds)]));

        Assert.Contains(published, refused.Message, StringComparison.Ordinal);
    }

    private sealed class Juggler(int attempts, int seconds) : IModule
    {
        public string Name => "juggler";

        public void Register(ModuleBuilder module) =>
            module.On<OrderPlaced>("juggle").Retrying(attempts, TimeSpan.FromSeconds(seconds)).Do<NoteLargeOrders>();
    }
}
