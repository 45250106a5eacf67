using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

public sealed class ProcessDeadLettersTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_dead_letter_is_put_back_three_times_then_given_up_told_once_and_mourned_once(StoreKind store)
    {
        await using var room = await Room.Open(store);
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

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_letter_that_is_put_back_and_then_handled_is_no_more_heard_of(StoreKind store)
    {
        await using var room = await Room.Open(store);
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

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_hopeless_letter_is_given_up_at_once_and_many_of_one_cause_are_one_alert(StoreKind store)
    {
        await using var room = await Room.Open(store);
        await room.Throw("hopeless 1", "hopeless 2", "hopeless 3");

        await room.Process();
        await room.Process();

        Assert.All(await room.Dead(), message => Assert.Equal((1, 0, true), (message.Attempts, message.Redrives, message.Parked)));
        Assert.Equal(3, Assert.Single(room.Alerts.Raised).Count);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_alert_that_nobody_took_is_raised_again(StoreKind store)
    {
        await using var room = await Room.Open(store);
        room.Alerts.FailuresLeft = 1;
        await room.Throw("hopeless");

        await room.Process();
        Assert.Empty(room.Alerts.Raised);
        await room.Sql("catcher", "update failures set alert_due_at = current_timestamp, alert_leased_until = null");       // its lease has ended
        await room.Process();
        await room.Process();

        Assert.Single(room.Alerts.Raised);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task What_goes_on_dying_of_one_cause_is_told_once_in_ten_minutes_and_then_all_together(StoreKind store)
    {
        await using var room = await Room.Open(store);
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

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Of_an_abandoned_Event_Abandoned_operations_are_told_and_nobody_else(StoreKind store)
    {
        await using var room = await Room.Open(store);
        room.Diary.Failures["mourning hopeless"] = int.MaxValue;
        await room.Throw("hopeless");
        await room.Process();
        await room.Shop.With<EventHistory>(_ => Task.CompletedTask);

        await room.Sql("catcher", "update inbox set state = 'dead_lettered', dead_lettered_at = coalesce(next_attempt_at, leased_until), next_attempt_at = null, leased_until = null where rule = 'mourn'");      // its 185 retries are over
        for (var insert = 0; insert < 8; insert++)
        {
            await room.Process();
            await room.Sql("catcher", "update inbox set state = 'dead_lettered', dead_lettered_at = next_attempt_at, next_attempt_at = null, leased_until = null where rule = 'mourn' and state = 'pending'");
        }

        Assert.Equal(["Ball Thrown", "Event Delivery Failed"], await room.Shop.Published("hopeless"));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_letter_that_an_operator_redrives_in_vain_is_given_up_and_told_again(StoreKind store)
    {
        await using var room = await Room.Open(store);
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
