using System.Diagnostics.Metrics;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

public sealed class ReconcilerTests
{
    private static Task<ReconciliationReport> Reconcile(BusFixture bus) => bus.The<Reconciler>().Reconcile(CancellationToken.None);

    [Theory, EachStore]
    public async Task Handled_pending_and_dead_lettered_events_are_no_discrepancy(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store, ("Bus:ReconciliationDelay", "00:00:00"));
        await bus.Place("ORD-3", "hopeless");

        var report = await Reconcile(bus);

        Assert.Empty(report.Discrepancies);
        Assert.Equal(3, report.Events);
    }

    [Theory, EachStore]
    public async Task An_event_that_a_rule_never_received_is_found_and_replayed(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store, ("Bus:ReconciliationDelay", "00:00:00"));
        await bus.Place("ORD-3", "ORD-1");
        await bus.RemoveFromInbox("ORD-1");

        var difference = Assert.Single((await Reconcile(bus)).Discrepancies);
        Assert.Equal("billing", difference.Module);
        Assert.Contains("send-invoice has never received \"Order Placed\" of ORD-1", difference.What, StringComparison.Ordinal);

        await bus.Ended(await bus.The<Replays>().Start(new ReplayRequest(), new BulkOptions("ada"), default));
        Assert.Empty((await Reconcile(bus)).Discrepancies);
    }

    [Theory, EachStore]
    public async Task The_job_reports_its_discrepancies_as_a_metric(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store, ("Bus:ReconciliationDelay", "00:00:00"));
        await bus.Place("ORD-3", "ORD-1", "ORD-2");
        await bus.RemoveFromInbox("ORD-1");
        await bus.RemoveFromInbox("ORD-2");
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

        await bus.Shop.RunJob("reconcile");

        Assert.Equal([2], measured);
    }

    [Theory, EachStore]
    public async Task An_old_outbox_row_is_found(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store);
        var old = store == StoreKind.Postgres ? "now() - interval '1 hour'" : "datetime('now', '-1 hour')";
        var later = store == StoreKind.Postgres ? "now() + interval '1 hour'" : "datetime('now', '+1 hour')";
        await bus.Sql("checkout", $"""
            insert into outbox (id, detail_type, subject, correlation_id, envelope, published_at, leased_until)
            values ('019ac000-0000-7000-8000-000000000000', 'Order Placed', 'stuck', '', '', {old}, {later})
            """);

        Assert.Contains("\"Order Placed\" of stuck is stuck in the outbox", Assert.Single((await Reconcile(bus)).Discrepancies).What, StringComparison.Ordinal);
    }

    [Theory, EachStore]
    public async Task Events_published_before_a_rule_was_registered_are_no_discrepancy(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store, ("Bus:ReconciliationDelay", "00:00:00"));
        await bus.Place("ORD-3");
        await bus.RemoveFromInbox("ORD-3");
        await bus.Sql("billing", "delete from rule_registrations");

        Assert.Empty((await Reconcile(bus)).Discrepancies);
    }
}
