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
    private static readonly Counter<long> HandledLetters = Meter.CreateCounter<long>("shop.bus.handled", "{letter}", "Letters that were handled.");
    private static readonly Counter<long> EventsProcessed = Meter.CreateCounter<long>("EventsProcessed", "{event}", "Events that a module's rules have handled.");
    private static readonly Counter<long> RepeatedLetters = Meter.CreateCounter<long>("shop.bus.repeated", "{letter}", "Letters that the inbox knew already.");
    private static readonly Counter<long> FailedTries = Meter.CreateCounter<long>("shop.bus.failed", "{try}", "Tries that failed.");

    private static readonly Gauge<int> AuditDifferences = Meter.CreateGauge<int>("shop.bus.audit.differences", "{difference}", "What the last audit found that should be and is not.");

    private static readonly Gauge<long> Outbox = Meter.CreateGauge<long>("shop.bus.outbox", "{event}", "Events that are published and not yet heard by all.");
    private static readonly Gauge<double> OutboxAge = Meter.CreateGauge<double>("shop.bus.outbox.age", "s", "How old the oldest of them is.");
    private static readonly Gauge<long> Waiting = Meter.CreateGauge<long>("shop.bus.waiting", "{letter}", "Letters that are kept to be tried again.");
    private static readonly Gauge<long> Dead = Meter.CreateGauge<long>("shop.bus.dead", "{letter}", "Letters that were given up.");
    private static readonly Gauge<double> OldestTransaction = Meter.CreateGauge<double>(
        "shop.bus.database.oldest_transaction", "s", "How long the oldest transaction in a module's database has been open.");

    /// <summary>Whether anybody reads what is measured of the databases.</summary>
    internal static bool IsMeasured => Outbox.Enabled || OutboxAge.Enabled || Waiting.Enabled || Dead.Enabled || OldestTransaction.Enabled;

    internal static void Measured(string module, Backlog backlog, Lag lag, DateTimeOffset now)
    {
        var tag = new KeyValuePair<string, object?>(ModuleTag, module);
        Outbox.Record(backlog.Outbox, tag);
        Waiting.Record(backlog.Waiting, tag);
        Dead.Record(backlog.Dead, tag);
        OutboxAge.Record(lag.OldestPublished is { } oldest ? Math.Max(0, (now - EventId.TimeOf(oldest)).TotalSeconds) : 0, tag);
        OldestTransaction.Record(lag.OldestTransaction?.TotalSeconds ?? 0, tag);
    }

    internal static void Audited(int differences) => AuditDifferences.Record(differences);

    internal static void Handled(string module, IReadOnlyCollection<Letter> fresh, int repeated)
    {
        HandledLetters.Add(fresh.Count, new KeyValuePair<string, object?>(ModuleTag, module));
        if (EventsProcessed.Enabled)
            foreach (var sameType in fresh.GroupBy(letter => letter.Envelope.DetailType))
                EventsProcessed.Add(sameType.Count(), new("EventType", sameType.Key), new("Service", module));
        if (repeated > 0)
            RepeatedLetters.Add(repeated, new KeyValuePair<string, object?>(ModuleTag, module));
    }

    internal static void Failed(string module, string rule) =>
        FailedTries.Add(1, new KeyValuePair<string, object?>(ModuleTag, module), new KeyValuePair<string, object?>("rule", rule));
}
