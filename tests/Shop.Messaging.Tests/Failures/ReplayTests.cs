using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

public sealed class ReplayTests
{
    private static readonly BulkOptions Ada = new("ada");

    private static async Task<BulkOperation> Replay(BusFixture bus, ReplayRequest request) =>
        Assert.Single(await bus.Ended([(await bus.The<Replays>().Start(request, Ada, default)).Single(begun => begun.Module == "checkout")]));

    [Theory, EachStore]
    public async Task A_replay_fills_gaps_and_repeats_nothing_that_was_handled(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        await bus.Place("ORD-3", "ORD-1");
        await bus.RemoveFromInbox("ORD-1");
        var archived = await bus.Count("checkout", "archive");

        var replay = await Replay(bus, new ReplayRequest());

        Assert.Equal((OperationState.Finished, 2L, 0L), (replay.State, replay.Done, replay.Failed));
        Assert.Equal((1, 2), (await bus.Invoiced("ORD-3"), await bus.Invoiced("ORD-1")));
        Assert.Equal(archived, await bus.Count("checkout", "archive"));
    }

    [Theory, EachStore]
    public async Task A_replayed_event_has_the_replays_name(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        await bus.Place("ORD-3");
        await bus.RemoveFromInbox("ORD-3");
        bus.HandlerLog.Failures["ORD-3"] = 1000;

        await Replay(bus, new ReplayRequest { Name = "after-the-flood" });

        var dead = Assert.Single(await bus.Dead());
        var details = Assert.Single(await bus.The<DeadLetters>().Find(dead.EventId, default));
        Assert.Equal("after-the-flood", Events.Envelope.Parse(System.Text.Encoding.UTF8.GetBytes(details.Event.GetRawText())).ReplayName);
    }

    [Theory, EachStore]
    public async Task A_replayed_event_past_its_rules_maximum_age_is_still_retried(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        await bus.Place("ORD-3");
        await bus.RemoveFromInbox("ORD-3");
        bus.Clock.By = TimeSpan.FromHours(3);
        bus.HandlerLog.Failures["ORD-3"] = 1;

        await Replay(bus, new ReplayRequest());

        Assert.Empty(await bus.Dead());
        Assert.Equal(2, await bus.Invoiced("ORD-3"));
    }

    [Theory, EachStore]
    public async Task A_replay_within_the_inbox_retention_can_be_resumed_hours_later(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        await bus.Place("ORD-3", "ORD-1", "ORD-2", "ORD-4");
        var operations = bus.The<BulkOperations>();
        var begun = (await bus.The<Replays>().Start(new ReplayRequest(), new BulkOptions("ada", Rate: 1), default)).Single(one => one.Module == "checkout");
        Assert.True(await operations.Cancel(await bus.Until(begun, now => now.Done > 0), "ada", default));
        await bus.Sql("checkout", "update operations set rate = null");

        bus.Clock.By = TimeSpan.FromHours(20);

        Assert.True(await operations.Resume(begun, "ada", default));
        var ended = Assert.Single(await bus.Ended([begun]));
        Assert.Equal((OperationState.Finished, 4L), (ended.State, ended.Done));
    }

    [Theory, EachStore]
    public async Task A_replay_is_not_resumed_after_the_inboxes_were_purged(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store, ("Bus:InboxRetentionDays", "7"));
        await bus.Place("ORD-3", "ORD-1", "ORD-2", "ORD-4");
        var operations = bus.The<BulkOperations>();
        var begun = (await bus.The<Replays>().Start(new ReplayRequest { From = DateTime.UtcNow.AddDays(-6) }, new BulkOptions("ada", Rate: 1), default))
            .Single(one => one.Module == "checkout");
        Assert.True(await operations.Cancel(await bus.Until(begun, now => now.Done > 0), "ada", default));

        bus.Clock.By = TimeSpan.FromDays(2);

        var refused = await Assert.ThrowsAsync<OperationRejectedException>(() => operations.Resume(begun, "ada", default));
        Assert.StartsWith("The inboxes remember 7 days", refused.Message, StringComparison.Ordinal);
        Assert.Equal(OperationState.Cancelled, (await operations.Find(begun.Id, default))!.State);
    }

    [Theory, EachStore]
    public async Task A_rerun_handles_each_event_once_per_replay_and_may_dead_letter(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        await bus.Place("ORD-3", "ORD-1");
        var again = new ReplayRequest { Rerun = true, Rules = ["billing/send-invoice"], Name = "again-1" };

        await Replay(bus, again);
        await Replay(bus, again);
        Assert.Equal((2, 2), (await bus.Invoiced("ORD-3"), await bus.Invoiced("ORD-1")));

        bus.HandlerLog.Failures["ORD-3"] = 1000;
        await Replay(bus, again with { Name = "again-2" });
        var dead = Assert.Single(await bus.Dead());
        Assert.Equal(("send-invoice@again-2", "SendInvoiceOrFail"), (dead.Rule, dead.Handler));

        bus.HandlerLog.Failures.Clear();
        await bus.Ended(await bus.The<DeadLetters>().Redrive(new DeadLetterFilter(), Ada, default));
        Assert.Equal((3, 3), (await bus.Invoiced("ORD-3"), await bus.Invoiced("ORD-1")));
        Assert.Equal(3, (await bus.The<BulkOperations>().AuditLog(null, null, 100, default)).Count(entry => entry.Action == "start-replay" && entry.Module == "checkout" && entry.After!.Contains("again-", StringComparison.Ordinal)));
    }

    [Theory, EachStore]
    public async Task Window_pattern_correlation_and_rules_select_the_replayed_messages(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        await bus.Place("ORD-3");
        var between = DateTime.UtcNow.AddMilliseconds(1);
        await Task.Yield();
        SpinWait.SpinUntil(() => DateTime.UtcNow > between);
        await bus.Place("ORD-1", "ORD-2");
        var green = Assert.Single(await bus.The<EventSearch>().Find(new EventFilter { Subject = "ORD-2", DetailType = "Order Placed" }, null, 10, default));
        foreach (var order in (string[])["ORD-3", "ORD-1", "ORD-2"])
            await bus.RemoveFromInbox(order);

        await Replay(bus, new ReplayRequest { From = between, Pattern = """{"detail":{"orderId":["ORD-3","ORD-1"]}}""", Rules = ["billing/send-invoice"] });
        Assert.Equal((1, 2, 1), (await bus.Invoiced("ORD-3"), await bus.Invoiced("ORD-1"), await bus.Invoiced("ORD-2")));

        await Replay(bus, new ReplayRequest { CorrelationId = green.Metadata.CorrelationId, Rules = ["checkout/count-invoices"] });
        Assert.Equal(1, await bus.Invoiced("ORD-2"));

        await Replay(bus, new ReplayRequest { CorrelationId = green.Metadata.CorrelationId });
        Assert.Equal((1, 2), (await bus.Invoiced("ORD-3"), await bus.Invoiced("ORD-2")));
    }

    [Theory, EachStore]
    public async Task A_replay_continues_after_its_process_crashes(StoreKind store)
    {
        var first = await BusFixture.Open(store);
        var orders = Enumerable.Range(0, 9).Select(i => $"ORD-{i}").ToArray();
        await first.Place(orders);
        var begun = (await first.The<Replays>().Start(
            new ReplayRequest { Rerun = true, Rules = ["billing/send-invoice"], Name = "again" }, new BulkOptions("ada", Rate: 2), default)).Single(replay => replay.Module == "checkout");
        await first.Until(begun, now => now.Done > 0);

        await using var second = await first.Reopen();
        var resumed = await second.The<BulkOperations>().Find(begun.Id, default);
        await second.Sql("checkout", "update operations set rate = null");
        var ended = Assert.Single(await second.Ended([begun]));

        Assert.InRange(resumed!.Done, 1, 8);
        Assert.Equal((OperationState.Finished, 9L, 9L), (ended.State, ended.Total, ended.Done));
        foreach (var order in orders)
            Assert.Equal(2, await second.Invoiced(order));
    }

    [Fact]
    public async Task An_invalid_replay_is_rejected_with_the_valid_choices()
    {
        await using var bus = await BusFixture.Open(StoreKind.Sqlite);

        Assert.Contains("There is no rule billing/juggle", await Refused(new ReplayRequest { Rules = ["billing/juggle"] }), StringComparison.Ordinal);
        Assert.Contains("--rule module/rule", await Refused(new ReplayRequest { Rerun = true }), StringComparison.Ordinal);
        Assert.Contains("remember 30 days", await Refused(new ReplayRequest { From = DateTime.UtcNow.AddDays(-31) }), StringComparison.Ordinal);
        Assert.Contains("pattern", await Refused(new ReplayRequest { Pattern = """{"detail":17}""" }), StringComparison.Ordinal);
        Assert.Contains("64 letters", await Refused(new ReplayRequest { Name = "a b" }), StringComparison.Ordinal);

        async Task<string> Refused(ReplayRequest request) =>
            (await Assert.ThrowsAsync<OperationRejectedException>(() => bus.The<Replays>().Start(request, Ada, default))).Message;
    }

    [Theory, EachStore]
    public async Task A_long_archive_is_replayed_page_by_page(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        await bus.Place([.. Enumerable.Range(0, 1200).Select(i => $"ORD-{i}")]);

        var replay = await Replay(bus, new ReplayRequest { Rules = ["billing/send-invoice"], Rerun = true, Name = "all" });

        Assert.Equal((1200L, 1200L), (replay.Total, replay.Done));
        Assert.Equal(2400, await bus.Count("billing", "archive"));
    }
}
