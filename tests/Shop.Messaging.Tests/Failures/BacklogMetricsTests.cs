using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

/// <summary>The gauges of the databases.</summary>
public sealed class BacklogMetricsTests
{
    [Theory, EachStore]
    public async Task The_gauges_show_dead_letters_and_the_age_of_the_oldest_transaction(StoreKind store)
    {
        await using var bus = await BusFixture.Open(store, ("Bus:MetricsInterval", "00:00:00.050"));
        await bus.Place("hopeless", "hopeless too");
        await using var connection = await bus.Billing.Database.Open(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.Execute("select count(*) from inbox", CancellationToken.None);

        using var gauges = new Gauges();

        // Other tests of this process host Billing, too, with other numbers.
        await gauges.Until("shop.bus.dead_letters", value => value == 2);
        await gauges.Until("shop.bus.outbox", value => value == 0);
        await gauges.Until("shop.bus.outbox.age", value => value == 0);
        await gauges.Until("shop.bus.inbox.pending", value => value == 0);
        await gauges.Until("shop.bus.database.oldest_transaction", value => store == StoreKind.Postgres ? value > 0 : value == 0);
    }

    [Theory, EachStore]
    public async Task The_oldest_unhandled_event_is_the_first(StoreKind store)
    {
        await using var database = await TestDatabase.CreateAsync(store, "checkout", "billing");
        await using var shop = await ShopUnderTest.Prepare(database, [new Bus.Checkout(), new FailingBilling()]);     // which sends nothing
        var before = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        foreach (var order in (string[])["first", "second"])
            await shop.With<Bus.CheckoutDb>(async db =>
            {
                db.Publish(new Bus.OrderPlaced(order, 1));
                await db.SaveChangesAsync();
            });

        var checkout = shop.Modules["checkout"].Store;
        var lag = await checkout.Outbox.Lag(CancellationToken.None);

        Assert.Equal("first", (await checkout.Outbox.Published([lag.OldestPublished!.Value], CancellationToken.None)).Single().Subject);
        Assert.InRange(EventIds.TimeOf(lag.OldestPublished.Value), before, DateTimeOffset.UtcNow);
    }

    /// <summary>Reads all gauges of the bus.</summary>
    private sealed class Gauges : IDisposable
    {
        private readonly ConcurrentQueue<(string Name, double Value)> _measured = [];
        private readonly MeterListener _listener = new();

        public Gauges()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == BusTelemetry.Name)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _measured.Enqueue((instrument.Name, value)));
            _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => _measured.Enqueue((instrument.Name, value)));
            _listener.Start();
        }

        public async Task Until(string gauge, Func<double, bool> holds)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            while (!_measured.Any(measured => measured.Name == gauge && holds(measured.Value)))
                await pace.WaitForNextTickAsync(patience.Token);
        }

        public void Dispose() => _listener.Dispose();
    }
}
