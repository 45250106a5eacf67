using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

public sealed class DeadLetterProcessorTests
{
    [Theory, EachStore]
    public async Task A_dead_letter_is_redriven_three_times_then_fails_with_one_alert_and_one_event(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        room.Diary.Failures["red"] = 100;
        await room.Throw("red");

        for (var insert = 0; insert < 8; insert++)
        {
            await room.Process();
            await room.Shop.Settle();
        }

        var message = Assert.Single(await room.Dead());
        Assert.Equal((2 + 3, 3, true), (message.Attempts, message.Redrives, message.Parked));
        Assert.Equal(1, room.Diary.Done.Count(line => line == "mourned red"));
        var alert = Assert.Single(room.Alerts.Raised);
        Assert.Equal(("catcher", "catch", 1, "red"), (alert.Module, alert.Rule, alert.Count, Assert.Single(alert.Subjects)));
        Assert.Equal(["Ball Thrown", "Event Delivery Failed"], await room.Shop.Published("red"));
    }

    [Theory, EachStore]
    public async Task A_redriven_message_that_is_handled_raises_no_alert(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        room.Diary.Failures["red"] = 3;
        await room.Throw("red");

        for (var insert = 0; insert < 4; insert++)
        {
            await room.Process();
            await room.Shop.Settle();
        }

        Assert.Equal(1, room.Diary.Done.Count(line => line == "caught red"));
        Assert.Empty(await room.Dead());
        Assert.Empty(room.Alerts.Raised);
    }

    [Theory, EachStore]
    public async Task A_non_retryable_dead_letter_fails_at_once_and_one_cause_makes_one_alert(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        await room.Throw("hopeless 1", "hopeless 2", "hopeless 3");

        await room.Process();
        await room.Process();

        Assert.All(await room.Dead(), message => Assert.Equal((1, 0, true), (message.Attempts, message.Redrives, message.Parked)));
        Assert.Equal(3, Assert.Single(room.Alerts.Raised).Count);
    }

    [Theory, EachStore]
    public async Task An_alert_that_no_channel_accepted_is_sent_again(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        room.Alerts.FailuresLeft = 1;
        await room.Throw("hopeless");

        await room.Process();
        Assert.Empty(room.Alerts.Raised);
        await room.Sql("catcher", "update failures set alert_due_at = current_timestamp, alert_leased_until = null");       // its lease has ended
        await room.Process();
        await room.Process();

        Assert.Single(room.Alerts.Raised);
    }

    [Theory, EachStore]
    public async Task Repeated_failures_of_one_cause_make_one_alert_in_ten_minutes(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        await room.Throw("hopeless 1");
        await room.Process();
        await room.Throw("hopeless 2");
        await room.Process();
        await room.Throw("hopeless 3");
        await room.Process();
        Assert.Equal(1, Assert.Single(room.Alerts.Raised).Count);

        room.Clock.By = TimeSpan.FromMinutes(10);
        await room.Sql("catcher", "update failures set alert_leased_until = null");       // a minute later
        await room.Process();
        await room.Process();

        Assert.Equal([1, 2], room.Alerts.Raised.Select(alert => alert.Count));
    }

    [Theory, EachStore]
    public async Task A_failed_Event_Delivery_Failed_alerts_operators_and_publishes_no_event(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        room.Diary.Failures["mourning hopeless"] = int.MaxValue;
        await room.Throw("hopeless");
        await room.Process();
        await room.Shop.With<EventHistory>(_ => Task.CompletedTask);

        await room.Sql("catcher", "update inbox set state = 'dead_lettered', dead_lettered_at = coalesce(next_attempt_at, leased_until), next_attempt_at = null, leased_until = null where rule = 'mourn'");      // its 185 retries are used up
        for (var insert = 0; insert < 8; insert++)
        {
            await room.Process();
            await room.Sql("catcher", "update inbox set state = 'dead_lettered', dead_lettered_at = next_attempt_at, next_attempt_at = null, leased_until = null where rule = 'mourn' and state = 'pending'");
        }

        Assert.Equal(["Ball Thrown", "Event Delivery Failed"], await room.Shop.Published("hopeless"));
    }

    [Theory, EachStore]
    public async Task A_message_that_fails_after_an_operators_redrive_alerts_again(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        await room.Throw("hopeless");
        await room.Process();

        await room.Ended(await room.The<DeadLetters>().Redrive(new DeadLetterFilter(), new BulkOptions("ada"), default));
        Assert.False(Assert.Single(await room.Dead()).Parked);
        room.Clock.By = TimeSpan.FromMinutes(10);
        await room.Process();
        await room.Shop.Settle();

        Assert.Equal(2, room.Alerts.Raised.Count);
        Assert.Equal(2, room.Diary.Done.Count(line => line == "mourned hopeless"));
    }
}
