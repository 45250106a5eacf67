using System.Diagnostics.Metrics;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

public sealed class AuditorTests
{
    private static Task<ReconciliationReport> Audit(Room room) => room.The<Reconciler>().Reconcile(CancellationToken.None);

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task When_all_was_heard_or_is_waiting_or_dead_there_is_no_difference(StoreKind store)
    {
        await using var room = await Room.Open(store, ("Bus:ReconciliationDelay", "00:00:00"));
        await room.Throw("red", "hopeless");

        var report = await Audit(room);

        Assert.Empty(report.Discrepancies);
        Assert.Equal(3, report.Events);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_event_that_a_rule_has_never_heard_is_found_and_filled_by_a_replay(StoreKind store)
    {
        await using var room = await Room.Open(store, ("Bus:ReconciliationDelay", "00:00:00"));
        await room.Throw("red", "blue");
        await room.Forget("blue");

        var difference = Assert.Single((await Audit(room)).Discrepancies);
        Assert.Equal("catcher", difference.Module);
        Assert.Contains("catch has never received \"Ball Thrown\" of blue", difference.What, StringComparison.Ordinal);

        await room.Ended(await room.The<Replays>().Start(new ReplayRequest(), new BulkOptions("ada"), default));
        Assert.Empty((await Audit(room)).Discrepancies);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task The_job_counts_what_it_found_for_whoever_measures(StoreKind store)
    {
        await using var room = await Room.Open(store, ("Bus:ReconciliationDelay", "00:00:00"));
        await room.Throw("red", "blue", "green");
        await room.Forget("blue");
        await room.Forget("green");
        var measured = new List<int>();
        var here = new AsyncLocal<bool> { Value = true };        // other tests audit too
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, mine) =>
            {
                if (instrument.Name == "shop.bus.reconciliation.discrepancies") mine.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, differences, _, _) =>
        {
            if (here.Value) measured.Add(differences);
        });
        listener.Start();

        await room.Shop.RunJob("reconcile");

        Assert.Equal([2], measured);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task What_lies_in_an_outbox_for_long_is_found(StoreKind store)
    {
        await using var room = await Room.Open(store);
        var old = store == StoreKind.Postgres ? "now() - interval '1 hour'" : "datetime('now', '-1 hour')";
        var later = store == StoreKind.Postgres ? "now() + interval '1 hour'" : "datetime('now', '+1 hour')";
        await room.Sql("thrower", $"""
            insert into outbox (id, detail_type, subject, correlation_id, envelope, published_at, leased_until)
            values ('019ac000-0000-7000-8000-000000000000', 'Ball Thrown', 'stuck', '', '', {old}, {later})
            """);

        Assert.Contains("\"Ball Thrown\" of stuck is stuck in the outbox", Assert.Single((await Audit(room)).Discrepancies).What, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_rule_need_not_have_heard_what_was_said_before_it_was_there(StoreKind store)
    {
        await using var room = await Room.Open(store, ("Bus:ReconciliationDelay", "00:00:00"));
        await room.Throw("red");
        await room.Forget("red");
        await room.Sql("catcher", "delete from rule_registrations");

        Assert.Empty((await Audit(room)).Discrepancies);
    }
}
