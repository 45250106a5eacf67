using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

public sealed class RetentionTests
{
    [Theory, EachStore]
    public async Task Handled_messages_before_the_window_are_purged_and_dead_letters_are_not(StoreKind store)
    {
        await using var room = await BusFixture.Open(store, ("Bus:InboxRetentionDays", "7"));
        room.Diary.Failures["once"] = 1;
        await room.Throw("red", "once", "hopeless");

        await room.Shop.Age(days: 6);
        Assert.Equal(3, await room.Count("catcher", "inbox"));
        await room.Shop.Age(days: 2);

        Assert.Equal((1, 1, 1), (await room.Count("catcher", "inbox"), await room.Count("catcher", "failures"), await room.Count("catcher", "attempts")));
        Assert.Equal("hopeless", Assert.Single(await room.Dead()).Subject);
    }

    [Theory, EachStore]
    public async Task Events_older_than_the_archive_retention_are_purged_and_the_rest_stays(StoreKind store)
    {
        await using var room = await BusFixture.Open(store, ("Bus:ArchiveRetentionDays", "10"));
        room.Clock.By = TimeSpan.FromDays(-11);
        await room.Throw([.. Enumerable.Range(0, 30).Select(i => $"old {i}")]);
        room.Clock.By = TimeSpan.FromDays(-9);
        await room.Throw("red", "blue");

        await room.Shop.RunJob("purge");

        Assert.Equal(2, await room.Count("thrower", "archive"));
        Assert.Equal(["blue", "red"], (await room.The<EventSearch>().Find(new EventFilter { DetailType = "Ball Thrown" }, null, 100, default)).Select(published => published.Metadata.Subject).Order());
    }

    [Theory, EachStore]
    public async Task A_pattern_decides_what_is_archived(StoreKind store)
    {
        await using var room = await BusFixture.Open(store, ("Bus:ArchivePattern", """{"detail-type":["Ball Caught"]}"""));

        await room.Throw("red");

        Assert.Equal((0, 1), (await room.Count("thrower", "archive"), await room.Count("catcher", "archive")));
        Assert.Equal((0, 0), (await room.Count("thrower", "outbox"), await room.Count("catcher", "outbox")));
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
        await using var database = await TestDatabase.CreateAsync(StoreKind.Sqlite);

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => ShopUnderTest.Prepare(database, [new Juggler(attempts, seconds)]));

        Assert.Contains(published, refused.Message, StringComparison.Ordinal);
    }

    private sealed class Juggler(int attempts, int seconds) : IModule
    {
        public string Name => "juggler";

        public void Register(ModuleBuilder module) =>
            module.On<BallThrown>("juggle").Retrying(attempts, TimeSpan.FromSeconds(seconds)).Do<Wonder>();
    }
}
