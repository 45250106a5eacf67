using System.Diagnostics.Metrics;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

public sealed class ReconcilerTests
{
    private static Task<ReconciliationReport> Reconcile(BusFixture room) => room.The<Reconciler>().Reconcile(CancellationToken.None);

    [Theory, EachStore]
    public async Task Handled_pending_and_dead_lettered_events_are_no_discrepancy(StoreKind store)
    {
        await using var room = await BusFixture.Open(store, ("Bus:ReconciliationDelay", "00:00:00"));
        await room.Throw("red", "hopeless");

        var report = await Reconcile(room);

        Assert.Empty(report.Discrepancies);
        Assert.Equal(3, report.Events);
    }

    [Theory, EachStore]
    public async Task An_event_that_a_rule_never_received_is_found_and_replayed(StoreKind store)
    {
        await using var room = await BusFixture.Open(store, ("Bus:ReconciliationDelay", "00:00:00"));
        await room.Throw("red", "blue");
        await room.RemoveFromInbox("blue");

        var difference = Assert.Single((await Reconcile(room)).Discrepancies);
        Assert.Equal("catcher", difference.Module);
        Assert.Contains("catch has never received \"Ball Thrown\" of blue", difference.What, StringComparison.Ordinal);

        await room.Ended(await room.The<Replays>().Start(new ReplayRequest(), new BulkOptions("ada"), default));
        Assert.Empty((await Reconcile(room)).Discrepancies);
    }

    [Theory, EachStore]
    public async Task The_job_reports_its_discrepancies_as_a_metric(StoreKind store)
    {
        await using var room = await BusFixture.Open(store, ("Bus:ReconciliationDelay", "00:00:00"));
        await room.Throw("red", "blue", "green");
        await room.RemoveFromInbox("blue");
        await room.RemoveFromInbox("green");
        var measured = new List<int>();
        var here = new AsyncLocal<bool> { Value = true };        // other tests reconcile too
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

    [Theory, EachStore]
    public async Task An_old_outbox_row_is_found(StoreKind store)
    {
        await using var room = await BusFixture.Open(store);
        var old = store == StoreKind.Postgres ? "now() - interval '1 hour'" : "datetime('now', '-1 hour')";
        var later = store == StoreKind.Postgres ? "now() + interval '1 hour'" : "datetime('now', '+1 hour')";
        await room.Sql("thrower", $"""
            insert into outbox (id, detail_type, subject, correlation_id, envelope, published_at, leased_until)
            values ('019ac000-0000-7000-8000-000000000000', 'Ball Thrown', 'stuck', '', '', {old}, {later})
            """);

        Assert.Contains("\"Ball Thrown\" of stuck is stuck in the outbox", Assert.Single((await Reconcile(room)).Discrepancies).What, StringComparison.Ordinal);
    }

    [Theory, EachStore]
    public async Task Events_published_before_a_rule_was_registered_are_no_discrepancy(StoreKind store)
    {
        await using var room = await BusFixture.Open(store, ("Bus:ReconciliationDelay", "00:00:00"));
        await room.Throw("red");
        await room.RemoveFromInbox("red");
        await room.Sql("catcher", "delete from rule_registrations");

        Assert.Empty((await Reconcile(room)).Discrepancies);
    }
}
