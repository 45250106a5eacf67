using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

public sealed class ReplayTests
{
    private static readonly BulkOptions Ada = new("ada");

    private static async Task<BulkOperation> Replay(BusFixture room, ReplayRequest request) =>
        Assert.Single(await room.Ended([(await room.The<Replays>().Start(request, Ada, default)).Single(begun => begun.Module == "thrower")]));

    [Theory, EachStore]
    public async Task A_replay_fills_gaps_and_repeats_nothing_that_was_handled(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        await room.Throw("red", "blue");
        await room.RemoveFromInbox("blue");
        var archived = await room.Count("thrower", "archive");

        var replay = await Replay(room, new ReplayRequest());

        Assert.Equal((OperationState.Finished, 2L, 0L), (replay.State, replay.Done, replay.Failed));
        Assert.Equal((1, 2), (await room.Caught("red"), await room.Caught("blue")));
        Assert.Equal(archived, await room.Count("thrower", "archive"));
    }

    [Theory, EachStore]
    public async Task A_replayed_event_has_the_replays_name(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        await room.Throw("red");
        await room.RemoveFromInbox("red");
        room.Diary.Failures["red"] = 1000;

        await Replay(room, new ReplayRequest { Name = "after-the-flood" });

        var dead = Assert.Single(await room.Dead());
        var details = Assert.Single(await room.The<DeadLetters>().Find(dead.EventId, default));
        Assert.Equal("after-the-flood", Events.Envelope.Parse(System.Text.Encoding.UTF8.GetBytes(details.Event.GetRawText())).ReplayName);
    }

    [Theory, EachStore]
    public async Task A_replayed_event_past_its_rules_maximum_age_is_still_retried(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        await room.Throw("red");
        await room.RemoveFromInbox("red");
        room.Clock.By = TimeSpan.FromHours(3);
        room.Diary.Failures["red"] = 1;

        await Replay(room, new ReplayRequest());

        Assert.Empty(await room.Dead());
        Assert.Equal(2, await room.Caught("red"));
    }

    [Theory, EachStore]
    public async Task A_replay_within_the_inbox_retention_can_be_resumed_hours_later(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        await room.Throw("red", "blue", "green", "white");
        var operations = room.The<BulkOperations>();
        var begun = (await room.The<Replays>().Start(new ReplayRequest(), new BulkOptions("ada", Rate: 1), default)).Single(one => one.Module == "thrower");
        Assert.True(await operations.Cancel(await room.Until(begun, now => now.Done > 0), "ada", default));
        await room.Sql("thrower", "update operations set rate = null");

        room.Clock.By = TimeSpan.FromHours(20);

        Assert.True(await operations.Resume(begun, "ada", default));
        var ended = Assert.Single(await room.Ended([begun]));
        Assert.Equal((OperationState.Finished, 4L), (ended.State, ended.Done));
    }

    [Theory, EachStore]
    public async Task A_replay_is_not_resumed_after_the_inboxes_were_purged(StoreKind store)
    {
        await using var room = await BusFixture.Open(store, ("Bus:InboxRetentionDays", "7"));
        await room.Throw("red", "blue", "green", "white");
        var operations = room.The<BulkOperations>();
        var begun = (await room.The<Replays>().Start(new ReplayRequest { From = DateTime.UtcNow.AddDays(-6) }, new BulkOptions("ada", Rate: 1), default))
            .Single(one => one.Module == "thrower");
        Assert.True(await operations.Cancel(await room.Until(begun, now => now.Done > 0), "ada", default));

        room.Clock.By = TimeSpan.FromDays(2);

        var refused = await Assert.ThrowsAsync<OperationRejectedException>(() => operations.Resume(begun, "ada", default));
        Assert.StartsWith("The inboxes remember 7 days", refused.Message, StringComparison.Ordinal);
        Assert.Equal(OperationState.Cancelled, (await operations.Find(begun.Id, default))!.State);
    }

    [Theory, EachStore]
    public async Task A_rerun_handles_each_event_once_per_replay_and_may_dead_letter(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        await room.Throw("red", "blue");
        var again = new ReplayRequest { Rerun = true, Rules = ["catcher/catch"], Name = "again-1" };

        await Replay(room, again);
        await Replay(room, again);
        Assert.Equal((2, 2), (await room.Caught("red"), await room.Caught("blue")));

        room.Diary.Failures["red"] = 1000;
        await Replay(room, again with { Name = "again-2" });
        var dead = Assert.Single(await room.Dead());
        Assert.Equal(("catch@again-2", "CatchClumsily"), (dead.Rule, dead.Handler));

        room.Diary.Failures.Clear();
        await room.Ended(await room.The<DeadLetters>().Redrive(new DeadLetterFilter(), Ada, default));
        Assert.Equal((3, 3), (await room.Caught("red"), await room.Caught("blue")));
        Assert.Equal(3, (await room.The<BulkOperations>().AuditLog(null, null, 100, default)).Count(entry => entry.Action == "start-replay" && entry.Module == "thrower" && entry.After!.Contains("again-", StringComparison.Ordinal)));
    }

    [Theory, EachStore]
    public async Task Window_pattern_correlation_and_rules_select_the_replayed_messages(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        await room.Throw("red");
        var between = DateTime.UtcNow.AddMilliseconds(1);
        await Task.Yield();
        SpinWait.SpinUntil(() => DateTime.UtcNow > between);
        await room.Throw("blue", "green");
        var green = Assert.Single(await room.The<EventSearch>().Find(new EventFilter { Subject = "green", DetailType = "Ball Thrown" }, null, 10, default));
        foreach (var ball in (string[])["red", "blue", "green"])
            await room.RemoveFromInbox(ball);

        await Replay(room, new ReplayRequest { From = between, Pattern = """{"detail":{"ball":["red","blue"]}}""", Rules = ["catcher/catch"] });
        Assert.Equal((1, 2, 1), (await room.Caught("red"), await room.Caught("blue"), await room.Caught("green")));

        await Replay(room, new ReplayRequest { CorrelationId = green.Metadata.CorrelationId, Rules = ["thrower/count-catches"] });
        Assert.Equal(1, await room.Caught("green"));

        await Replay(room, new ReplayRequest { CorrelationId = green.Metadata.CorrelationId });
        Assert.Equal((1, 2), (await room.Caught("red"), await room.Caught("green")));
    }

    [Theory, EachStore]
    public async Task A_replay_continues_after_its_process_crashes(StoreKind store)
    {
        var first = await BusFixture.Open(store);
        var balls = Enumerable.Range(0, 9).Select(i => $"ball {i}").ToArray();
        await first.Throw(balls);
        var begun = (await first.The<Replays>().Start(
            new ReplayRequest { Rerun = true, Rules = ["catcher/catch"], Name = "again" }, new BulkOptions("ada", Rate: 2), default)).Single(replay => replay.Module == "thrower");
        await first.Until(begun, now => now.Done > 0);

        await using var second = await first.Reopen();
        var resumed = await second.The<BulkOperations>().Find(begun.Id, default);
        await second.Sql("thrower", "update operations set rate = null");
        var ended = Assert.Single(await second.Ended([begun]));

        Assert.InRange(resumed!.Done, 1, 8);
        Assert.Equal((OperationState.Finished, 9L, 9L), (ended.State, ended.Total, ended.Done));
        foreach (var ball in balls)
            Assert.Equal(2, await second.Caught(ball));
    }

    [Fact]
    public async Task An_invalid_replay_is_rejected_with_the_valid_choices()
    {
        await using var room = await BusFixture.Open(StoreKind.Sqlite);

        Assert.Contains("There is no rule catcher/juggle", await Refused(new ReplayRequest { Rules = ["catcher/juggle"] }), StringComparison.Ordinal);
        Assert.Contains("--rule module/rule", await Refused(new ReplayRequest { Rerun = true }), StringComparison.Ordinal);
        Assert.Contains("remember 30 days", await Refused(new ReplayRequest { From = DateTime.UtcNow.AddDays(-31) }), StringComparison.Ordinal);
        Assert.Contains("pattern", await Refused(new ReplayRequest { Pattern = """{"detail":17}""" }), StringComparison.Ordinal);
        Assert.Contains("64 letters", await Refused(new ReplayRequest { Name = "a b" }), StringComparison.Ordinal);

        async Task<string> Refused(ReplayRequest request) =>
            (await Assert.ThrowsAsync<OperationRejectedException>(() => room.The<Replays>().Start(request, Ada, default))).Message;
    }

    [Theory, EachStore]
    public async Task A_long_archive_is_replayed_page_by_page(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        await room.Throw([.. Enumerable.Range(0, 1200).Select(i => $"ball {i}")]);

        var replay = await Replay(room, new ReplayRequest { Rules = ["catcher/catch"], Rerun = true, Name = "all" });

        Assert.Equal((1200L, 1200L), (replay.Total, replay.Done));
        Assert.Equal(2400, await room.Count("catcher", "archive"));
    }
}
