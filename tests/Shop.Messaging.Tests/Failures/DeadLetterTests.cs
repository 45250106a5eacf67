using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

/// <summary>What is stored of a failure, and what operators see.</summary>
public sealed class DeadLetterTests
{
    private static readonly BulkOptions Ada = new("ada");

    [Theory, EachStore]
    public async Task A_message_is_retried_as_its_rule_allows_and_then_dead_lettered_with_its_attempts(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        bus.HandlerLog.Failures["ORD-3"] = 10;

        await bus.Place("ORD-3", "ORD-1");

        var message = Assert.Single(await bus.Dead());
        Assert.Equal(("billing", "send-invoice", "SendInvoiceOrFail", "Order Placed", "ORD-3", 2), (message.Module, message.Rule, message.Handler, message.DetailType, message.Subject, message.Attempts));
        Assert.Equal(("ERROR_FROM_TARGET", "MaximumRetryAttempts"), (message.ErrorCode, message.ExhaustedRetryCondition));
        Assert.Equal("arn:aws:events:local:000000000000:rule/shop/billing-send-invoice", message.RuleArn);
        Assert.Equal("arn:aws:sqs:local:000000000000:shop-billing", message.TargetArn);
        Assert.Equal("System.InvalidOperationException in HandlerLog.FailIfAsked", message.Cause);
        var details = Assert.Single(await bus.The<DeadLetters>().Find(message.EventId, default));
        Assert.Equal([1, 2], details.Attempts.Select(tried => tried.Attempt));
        Assert.All(details.Attempts, tried => Assert.Contains("ORD-3 was not accepted", tried.Error, StringComparison.Ordinal));
        Assert.Contains("\"detail-type\":\"Order Placed\"", details.Event.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("invoiced ORD-1", bus.HandlerLog.Done);
    }

    [Theory, EachStore]
    public async Task A_non_retryable_error_dead_letters_at_once_and_its_secrets_are_redacted(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);

        await bus.Place("hopeless");

        var message = Assert.Single(await bus.Dead());
        Assert.Equal((1, null), (message.Attempts, message.ExhaustedRetryCondition));
        Assert.Equal("Shop.Messaging.Modules.NonRetryableException in SendInvoiceOrFail.Give", message.Cause);
        Assert.Contains("Outer words.", message.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("Password=[secret]", message.ErrorMessage, StringComparison.Ordinal);
        Assert.All((string[])["hunter2", "4111", "ada@example.com", "abc.def"], secret => Assert.DoesNotContain(secret, message.ErrorMessage, StringComparison.Ordinal));
    }

    [Theory, EachStore]
    public async Task A_message_past_its_maximum_age_is_dead_lettered(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        bus.HandlerLog.Failures["old"] = 1;

        await bus.Shop.Receive(Envelopes.Of(new OrderPlaced("old", 1), at: DateTime.UtcNow.AddHours(-2)));

        Assert.Equal("MaximumEventAgeInSeconds", Assert.Single(await bus.Dead()).ExhaustedRetryCondition);
    }

    [Theory, EachStore]
    public async Task Unreadable_events_and_missing_rules_are_shown_as_such(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        var unreadable = Events.Envelope.Parse("""
            {"id":"6f2a7a8e-0d7c-7000-8000-000000000001","source":"com.shop.checkout","detail-type":"Order Placed","time":"2026-01-01T00:00:00Z","detail":{"orderId":17}}
            """u8.ToArray());
        var billing = bus.Shop.Modules["billing"];
        var red = Envelopes.Of(new OrderPlaced("ORD-3", 1));
        await billing.Processor.Process([new InboxMessage(unreadable, billing.Rules.Of("send-invoice", unreadable))], default);
        await billing.Processor.Process([new InboxMessage(red, billing.Rules.Of("juggle", red))], default);

        var dead = (await bus.Dead()).ToDictionary(message => message.Rule);

        Assert.Equal(("INVALID_JSON", 1), (dead["send-invoice"].ErrorCode, dead["send-invoice"].Attempts));
        Assert.Contains("cannot be read as OrderPlaced", dead["send-invoice"].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(("NO_RESOURCE", 1), (dead["juggle"].ErrorCode, dead["juggle"].Attempts));
        Assert.Null(dead["juggle"].Handler);
        Assert.Contains("has no rule \"juggle\" any more", dead["juggle"].ErrorMessage, StringComparison.Ordinal);
    }

    /// <summary>What the row contains instead of the event, as SQL; the last is another event.</summary>
    public static MatrixTheoryData<StoreKind, string> Damages => new(
        [StoreKind.Sqlite, StoreKind.Postgres],
        ["'{\"id\": \"torn'", "''", "'{}'", "replace(envelope, substr(lower(cast(event_id as text)), 1, 8), '00000000')"]);

    [Theory, MemberData(nameof(Damages))]
    public async Task A_damaged_row_is_dead_lettered_alone_and_other_due_messages_are_handled(StoreKind store, string damage)
    {
        await using var bus = await BusFixture.Open(store);
        (bus.HandlerLog.Failures["ORD-3"], bus.HandlerLog.Failures["ORD-1"]) = (100, 100);
        await bus.Place("ORD-3", "ORD-1");
        bus.HandlerLog.Failures.Clear();
        Assert.Equal(1, await bus.Sql("billing", $"update inbox set envelope = {damage} where envelope like '%\"ORD-3\"%'"));

        await bus.Ended(await bus.The<DeadLetters>().Redrive(new DeadLetterFilter(), Ada, default));

        Assert.Equal((0, 1), (await bus.Invoiced("ORD-3"), await bus.Invoiced("ORD-1")));
        var message = Assert.Single(await bus.Dead());
        Assert.Equal(("ORD-3", "INVALID_JSON"), (message.Subject, message.ErrorCode));
        Assert.Contains("the row is damaged", message.ErrorMessage, StringComparison.Ordinal);
        var details = Assert.Single(await bus.The<DeadLetters>().Find(message.EventId, default));
        Assert.Contains("\"detail-type\":\"Unreadable Event\"", details.Event.GetRawText(), StringComparison.Ordinal);

        // It fails permanently, and a redrive has the same result.
        await bus.Process();
        await bus.Ended(await bus.The<DeadLetters>().Redrive(new DeadLetterFilter(), Ada, default));
        Assert.Contains("reported ORD-3", bus.HandlerLog.Done);
        Assert.Equal(message.EventId, Assert.Single(await bus.Dead()).EventId);
    }

    [Theory, EachStore]
    public async Task A_handlers_own_JSON_error_is_retried(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);

        await bus.Place("muddled");

        var message = Assert.Single(await bus.Dead());
        Assert.Equal(("ERROR_FROM_TARGET", 2, "MaximumRetryAttempts"), (message.ErrorCode, message.Attempts, message.ExhaustedRetryCondition));
        Assert.EndsWith("in SendInvoiceOrFail.Handle", message.Cause, StringComparison.Ordinal);
    }

    [Theory, EachStore]
    public async Task Dead_letters_are_grouped_by_cause_filtered_and_paged(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        foreach (var order in (string[])["a", "b", "c"])
            bus.HandlerLog.Failures[order] = 10;
        await bus.Place("a", "b", "c", "hopeless 1", "hopeless 2");

        var messages = bus.The<DeadLetters>();
        var groups = await messages.Groups(new DeadLetterFilter(), default);
        var all = await bus.Dead();
        var paged = new List<DeadLetter>();
        for (DeadLetterCursor? after = null; await messages.List(new DeadLetterFilter(), after, 2, default) is { Count: > 0 } page; paged.AddRange(page))
            after = new DeadLetterCursor(page[^1].EventId, page[^1].Module, page[^1].Rule);

        Assert.Equal([3, 2], groups.Select(group => group.Count));
        Assert.Equal(all, paged);
        Assert.Equal(5, all.Count);
        Assert.Equal("b", Assert.Single(await bus.Dead(new DeadLetterFilter { Subject = "b", Rule = "send-invoice", DetailType = "Order Placed" })).Subject);
        Assert.Equal(2, await messages.Count(new DeadLetterFilter { Cause = groups[1].Cause }, default));
        Assert.Equal(0, await messages.Count(new DeadLetterFilter { Since = DateTime.UtcNow.AddHours(1) }, default));
        await Assert.ThrowsAsync<OperationRejectedException>(() => messages.Count(new DeadLetterFilter { Module = "juggler" }, default));
    }

    [Theory, EachStore]
    public async Task A_message_redriven_several_times_is_handled_once(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        bus.HandlerLog.Failures["ORD-3"] = 1000;
        await bus.Place("ORD-3");
        bus.HandlerLog.Failures.Clear();

        var twice = await Task.WhenAll(
            bus.The<DeadLetters>().Redrive(new DeadLetterFilter(), Ada, default), bus.The<DeadLetters>().Redrive(new DeadLetterFilter(), Ada, default));
        var ended = await bus.Ended([.. twice.SelectMany(begun => begun)]);

        Assert.Equal(1, bus.HandlerLog.Done.Count(line => line == "invoiced ORD-3"));
        Assert.Equal(1, ended.Sum(operation => operation.Done));
        Assert.Empty(await bus.Dead());
        var entry = Assert.Single(await bus.The<BulkOperations>().AuditLog(null, null, 100, default), entry => entry.Action == "redrive");
        Assert.Equal(("ada", "send-invoice", """{"state":"pending"}"""), (entry.Actor, entry.Rule, entry.After));
        Assert.Contains("\"attempts\":2", entry.Before, StringComparison.Ordinal);
    }

    [Theory, EachStore]
    public async Task A_discarded_message_is_deleted_and_stays_in_the_audit_log(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        await bus.Place("hopeless", "hopeless too");
        var tried = bus.HandlerLog.Done.Count(line => line == "tried hopeless");
        var message = (await bus.Dead(new DeadLetterFilter { Subject = "hopeless" }))[0];

        await bus.Ended(await bus.The<DeadLetters>().Discard(new DeadLetterFilter { EventId = message.EventId }, Ada, default));

        Assert.Equal("hopeless too", Assert.Single(await bus.Dead()).Subject);
        var entry = Assert.Single(await bus.The<BulkOperations>().AuditLog(null, null, 100, default), entry => entry.Action == "discard");
        Assert.Contains("Order Placed", entry.Before, StringComparison.Ordinal);
        Assert.Empty(await bus.The<DeadLetters>().Redrive(new DeadLetterFilter { EventId = message.EventId }, Ada, default));
        Assert.Equal(tried, bus.HandlerLog.Done.Count(line => line == "tried hopeless"));
    }

    [Theory, EachStore]
    public async Task Failing_canaries_stop_a_redrive_and_handled_ones_let_it_continue(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        var orders = Enumerable.Range(0, 10).Select(i => $"ORD-{i}").ToArray();
        foreach (var order in orders)
            bus.HandlerLog.Failures[order] = 1000;
        await bus.Place(orders);

        var stopped = Assert.Single(await bus.Ended(await bus.The<DeadLetters>().Redrive(new DeadLetterFilter(), new BulkOptions("ada", Canary: 2), default)));
        Assert.Equal((OperationState.Stopped, 2L), (stopped.State, stopped.Done));
        Assert.Contains("of the first 2 failed again, 0 were handled", stopped.Reason, StringComparison.Ordinal);
        Assert.Equal(10, (await bus.Dead()).Count);

        bus.HandlerLog.Failures.Clear();
        var finished = Assert.Single(await bus.Ended(await bus.The<DeadLetters>().Redrive(new DeadLetterFilter(), new BulkOptions("ada", Canary: 2), default)));
        Assert.Equal((OperationState.Finished, 10L), (finished.State, finished.Done));
        Assert.Empty(await bus.Dead());
    }

    [Theory, EachStore]
    public async Task A_redrive_can_be_cancelled_and_resumed(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        var orders = Enumerable.Range(0, 6).Select(i => $"ORD-{i}").ToArray();
        foreach (var order in orders)
            bus.HandlerLog.Failures[order] = 1000;
        await bus.Place(orders);
        bus.HandlerLog.Failures.Clear();
        var operations = bus.The<BulkOperations>();

        var begun = Assert.Single(await bus.The<DeadLetters>().Redrive(new DeadLetterFilter(), new BulkOptions("ada", Rate: 1), default));
        var some = await bus.Until(begun, now => now.Done > 0);
        Assert.True(await operations.Cancel(some, "bob", default));
        await bus.Shop.Settle();
        var left = (await bus.Dead()).Count;
        Assert.InRange(left, 1, 5);

        Assert.False(await operations.Cancel(some, "bob", default));
        await bus.Sql("billing", "update operations set rate = null");
        Assert.True(await operations.Resume(some, "ada", default));
        var ended = Assert.Single(await bus.Ended([begun]));

        Assert.Equal((OperationState.Finished, 6L, 6L), (ended.State, ended.Total, ended.Done));
        Assert.Equal(6, bus.HandlerLog.Done.Count(line => line.StartsWith("invoiced", StringComparison.Ordinal)));
        Assert.Equal(["resume", "cancel", "start-redrive"], (await operations.AuditLog(null, begun.Id, 100, default)).Where(e => e.EventId is null).Select(e => e.Action));
    }
}
