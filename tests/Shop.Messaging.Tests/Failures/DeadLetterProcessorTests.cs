using Microsoft.Extensions.DependencyInjection;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

public sealed class DeadLetterProcessorTests
{
    [Theory, EachStore]
    public async Task A_dead_letter_is_redriven_three_times_then_fails_with_one_alert_and_one_event(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        bus.HandlerLog.Failures["ORD-3"] = 100;
        await bus.Place("ORD-3");

        for (var insert = 0; insert < 8; insert++)
        {
            await bus.Process();
            await bus.Shop.Settle();
        }

        var message = Assert.Single(await bus.Dead());
        Assert.Equal((2 + 3, 3, true), (message.Attempts, message.Redrives, message.Parked));
        Assert.Equal(1, bus.HandlerLog.Done.Count(line => line == "reported ORD-3"));
        var alert = Assert.Single(bus.Alerts.Raised);
        Assert.Equal(("billing", "send-invoice", 1, "ORD-3"), (alert.Module, alert.Rule, alert.Count, Assert.Single(alert.Subjects)));
        Assert.Equal(["Order Placed", "Event Delivery Failed"], await bus.Shop.Published("ORD-3"));
    }

    [Theory, EachStore]
    public async Task A_redriven_message_that_is_handled_raises_no_alert(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        bus.HandlerLog.Failures["ORD-3"] = 3;
        await bus.Place("ORD-3");

        for (var insert = 0; insert < 4; insert++)
        {
            await bus.Process();
            await bus.Shop.Settle();
        }

        Assert.Equal(1, bus.HandlerLog.Done.Count(line => line == "invoiced ORD-3"));
        Assert.Empty(await bus.Dead());
        Assert.Empty(bus.Alerts.Raised);
    }

    [Theory, EachStore]
    public async Task A_non_retryable_dead_letter_fails_at_once_and_one_cause_makes_one_alert(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        await bus.Place("hopeless 1", "hopeless 2", "hopeless 3");

        await bus.Process();
        await bus.Process();

        Assert.All(await bus.Dead(), message => Assert.Equal((1, 0, true), (message.Attempts, message.Redrives, message.Parked)));
        Assert.Equal(3, Assert.Single(bus.Alerts.Raised).Count);
    }

    private sealed class SilentServer : IAlertChannel
    {
        public TaskCompletionSource Responds { get; } = new();

        public Task Send(Alert alert, CancellationToken ct) => Responds.Task;
    }

    [Fact]
    public async Task A_channel_that_does_not_respond_delays_no_other()
    {
        await using var bus = await BusFixture.Open(StoreKind.Sqlite);
        await bus.Place("hopeless 1");
        var server = new SilentServer();
        var processor = ActivatorUtilities.CreateInstance<DeadLetterProcessor>(bus.Shop.Services, (object)new IAlertChannel[] { server, bus.Alerts });

        var run = processor.Run(TestContext.Current.CancellationToken);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (bus.Alerts.Raised.IsEmpty)
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);

        Assert.False(run.IsCompleted);
        server.Responds.SetResult();
        await run;
    }

    [Theory, EachStore]
    public async Task An_alert_that_no_channel_accepted_is_sent_again(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        bus.Alerts.FailuresLeft = 1;
        await bus.Place("hopeless");

        await bus.Process();
        Assert.Empty(bus.Alerts.Raised);
        await bus.Sql("billing", "update failures set alert_due_at = current_timestamp, alert_leased_until = null");       // its lease has ended
        await bus.Process();
        await bus.Process();

        Assert.Single(bus.Alerts.Raised);
    }

    [Theory, EachStore]
    public async Task Repeated_failures_of_one_cause_make_one_alert_in_ten_minutes(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        await bus.Place("hopeless 1");
        await bus.Process();
        await bus.Place("hopeless 2");
        await bus.Process();
        await bus.Place("hopeless 3");
        await bus.Process();
        Assert.Equal(1, Assert.Single(bus.Alerts.Raised).Count);

        bus.Clock.By = TimeSpan.FromMinutes(10);
        await bus.Sql("billing", "update failures set alert_leased_until = null");       // a minute later
        await bus.Process();
        await bus.Process();

        Assert.Equal([1, 2], bus.Alerts.Raised.Select(alert => alert.Count));
    }

    [Theory, EachStore]
    public async Task A_failed_Event_Delivery_Failed_alerts_operators_and_publishes_no_event(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        bus.HandlerLog.Failures["reporting hopeless"] = int.MaxValue;
        await bus.Place("hopeless");
        await bus.Process();
        await bus.Shop.With<EventHistory>(_ => Task.CompletedTask);

        await bus.Sql("billing", "update inbox set state = 'dead_lettered', dead_lettered_at = coalesce(next_attempt_at, leased_until), next_attempt_at = null, leased_until = null where rule = 'report-failure'");      // its 185 retries are used up
        for (var insert = 0; insert < 8; insert++)
        {
            await bus.Process();
            await bus.Sql("billing", "update inbox set state = 'dead_lettered', dead_lettered_at = next_attempt_at, next_attempt_at = null, leased_until = null where rule = 'report-failure' and state = 'pending'");
        }

        Assert.Equal(["Order Placed", "Event Delivery Failed"], await bus.Shop.Published("hopeless"));
    }

    [Theory, EachStore]
    public async Task A_message_that_fails_after_an_operators_redrive_alerts_again(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        await bus.Place("hopeless");
        await bus.Process();

        await bus.Ended(await bus.The<DeadLetters>().Redrive(new DeadLetterFilter(), new BulkOptions("ada"), default));
        Assert.False(Assert.Single(await bus.Dead()).Parked);
        bus.Clock.By = TimeSpan.FromMinutes(10);
        await bus.Process();
        await bus.Shop.Settle();

        Assert.Equal(2, bus.Alerts.Raised.Count);
        Assert.Equal(2, bus.HandlerLog.Done.Count(line => line == "reported hopeless"));
    }
}
