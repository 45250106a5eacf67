using System.Diagnostics.Metrics;

namespace Shop.Messaging;

/// <summary>What the bus counts of its work.</summary>
public static class BusTelemetry
{
    /// <summary>The meter.</summary>
    public const string Name = "Shop.Messaging";

    /// <summary>The baggage item that carries the correlation id from a request into what it publishes.</summary>
    public const string CorrelationId = "correlation.id";

    private const string ModuleTag = "module";
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> HandledMessages = Meter.CreateCounter<long>("shop.bus.handled", "{message}", "Letters that were handled.");
    private static readonly Counter<long> EventsProcessed = Meter.CreateCounter<long>("EventsProcessed", "{event}", "Events that a module's rules have handled.");
    private static readonly Counter<long> DuplicateMessages = Meter.CreateCounter<long>("shop.bus.duplicates", "{message}", "Letters that the inbox knew already.");
    private static readonly Counter<long> FailedAttempts = Meter.CreateCounter<long>("shop.bus.attempts.failed", "{attempt}", "Tries that failed.");

    private static readonly Gauge<int> Discrepancies = Meter.CreateGauge<int>("shop.bus.reconciliation.discrepancies", "{discrepancy}", "What the last audit found that should be and is not.");

    private static readonly Gauge<long> Outbox = Meter.CreateGauge<long>("shop.bus.outbox", "{event}", "Events that are published and not yet heard by all.");
    private static readonly Gauge<double> OutboxAge = Meter.CreateGauge<double>("shop.bus.outbox.age", "s", "How old the oldest of them is.");
    private static readonly Gauge<long> Pending = Meter.CreateGauge<long>("shop.bus.inbox.pending", "{message}", "Letters that are kept to be tried again.");
    private static readonly Gauge<long> DeadLetters = Meter.CreateGauge<long>("shop.bus.dead_letters", "{message}", "Letters that were given up.");
    private static readonly Gauge<double> OldestTransaction = Meter.CreateGauge<double>(
        "shop.bus.database.oldest_transaction", "s", "How long the oldest transaction in a module's database has been open.");

    /// <summary>Whether anybody reads what is measured of the databases.</summary>
    internal static bool IsObserved => Outbox.Enabled || OutboxAge.Enabled || Pending.Enabled || DeadLetters.Enabled || OldestTransaction.Enabled;

    internal static void RecordBacklog(string module, Backlog backlog, Lag lag, DateTimeOffset now)
    {
        var tag = new KeyValuePair<string, object?>(ModuleTag, module);
        Outbox.Record(backlog.Outbox, tag);
        Pending.Record(backlog.Pending, tag);
        DeadLetters.Record(backlog.DeadLetters, tag);
        OutboxAge.Record(lag.OldestPublished is { } oldest ? Math.Max(0, (now - EventId.TimeOf(oldest)).TotalSeconds) : 0, tag);
        OldestTransaction.Record(lag.OldestTransaction?.TotalSeconds ?? 0, tag);
    }

    internal static void Reconciled(int differences) => Discrepancies.Record(differences);

    internal static void RecordHandled(string module, IReadOnlyCollection<InboxMessage> fresh, int repeated)
    {
        HandledMessages.Add(fresh.Count, new KeyValuePair<string, object?>(ModuleTag, module));
        if (EventsProcessed.Enabled)
            foreach (var sameType in fresh.GroupBy(message => message.Envelope.DetailType))
                EventsProcessed.Add(sameType.Count(), new("EventType", sameType.Key), new("Service", module));
        if (repeated > 0)
            DuplicateMessages.Add(repeated, new KeyValuePair<string, object?>(ModuleTag, module));
    }

    internal static void RecordFailed(string module, string rule) =>
        FailedAttempts.Add(1, new KeyValuePair<string, object?>(ModuleTag, module), new KeyValuePair<string, object?>("rule", rule));
}
