using System.Diagnostics.Metrics;

namespace Shop.Messaging.Kernel;

/// <summary>The bus's metrics. The docstring of each instrument names its tags for docs/reference/metrics.md.</summary>
public static class BusTelemetry
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Shop.Messaging";

    /// <summary>The baggage item that carries the correlation id from a request into the events that it publishes.</summary>
    public const string CorrelationId = "correlation.id";

    private const string ModuleTag = "module";
    private static readonly Meter Meter = new(Name);

    /// <summary>Tags: <c>module</c>.</summary>
    private static readonly Counter<long> HandledMessages = Meter.CreateCounter<long>("shop.bus.handled", "{message}", "Messages handled.");

    /// <summary>Tags: <c>EventType</c>, <c>Service</c>.</summary>
    private static readonly Counter<long> EventsProcessed = Meter.CreateCounter<long>(
        "EventsProcessed", "{event}", "Events handled by a module's rules.");

    /// <summary>Tags: <c>module</c>.</summary>
    private static readonly Counter<long> DuplicateMessages = Meter.CreateCounter<long>(
        "shop.bus.duplicates", "{message}", "Messages dropped because the inbox has them.");

    /// <summary>Tags: <c>module</c>, <c>rule</c>.</summary>
    private static readonly Counter<long> FailedAttempts = Meter.CreateCounter<long>(
        "shop.bus.attempts.failed", "{attempt}", "Attempts that failed.");

    /// <summary>Tags: <c>module</c>.</summary>
    private static readonly Counter<long> OpenedBreakers = Meter.CreateCounter<long>(
        "shop.bus.calls.breakers_opened", "{breaker}", "Circuit breakers of receivers of external calls that opened.");

    /// <summary>Tags: none.</summary>
    private static readonly Gauge<int> Discrepancies = Meter.CreateGauge<int>(
        "shop.bus.reconciliation.discrepancies", "{discrepancy}", "Discrepancies found by the last reconciliation.");

    /// <summary>Tags: <c>module</c>.</summary>
    private static readonly Gauge<long> Outbox = Meter.CreateGauge<long>(
        "shop.bus.outbox", "{event}", "Published events that some rule has not handled yet.");

    /// <summary>Tags: <c>module</c>.</summary>
    private static readonly Gauge<double> OutboxAge = Meter.CreateGauge<double>("shop.bus.outbox.age", "s", "Age of the oldest of them.");

    /// <summary>Tags: <c>module</c>.</summary>
    private static readonly Gauge<long> InFlight = Meter.CreateGauge<long>(
        "shop.bus.inbox.in_flight", "{message}", "Stored messages that a process works at: external calls and retries under lease.");

    /// <summary>Tags: <c>module</c>.</summary>
    private static readonly Gauge<long> Pending = Meter.CreateGauge<long>(
        "shop.bus.inbox.pending", "{message}", "Failed messages that wait for their next attempt.");

    /// <summary>Tags: <c>module</c>.</summary>
    private static readonly Gauge<long> DeadLetters = Meter.CreateGauge<long>("shop.bus.dead_letters", "{message}", "Dead letters.");

    /// <summary>Tags: <c>module</c>.</summary>
    private static readonly Gauge<double> OldestTransaction = Meter.CreateGauge<double>(
        "shop.bus.database.oldest_transaction", "s", "Age of the oldest open transaction in a module's database.");

    /// <summary>Whether anything reads the gauges of the databases.</summary>
    internal static bool IsObserved =>
        Outbox.Enabled || OutboxAge.Enabled || InFlight.Enabled || Pending.Enabled || DeadLetters.Enabled || OldestTransaction.Enabled;

    internal static void RecordBacklog(
        string module, long outbox, long inFlight, long pending, long deadLetters, TimeSpan outboxAge, TimeSpan oldestTransaction)
    {
        var tag = new KeyValuePair<string, object?>(ModuleTag, module);
        Outbox.Record(outbox, tag);
        InFlight.Record(inFlight, tag);
        Pending.Record(pending, tag);
        DeadLetters.Record(deadLetters, tag);
        OutboxAge.Record(outboxAge.TotalSeconds, tag);
        OldestTransaction.Record(oldestTransaction.TotalSeconds, tag);
    }

    internal static void RecordReconciliation(int discrepancies) => Discrepancies.Record(discrepancies);

    internal static void RecordHandled(string module, int count, int duplicates, IEnumerable<string> detailTypes)
    {
        HandledMessages.Add(count, new KeyValuePair<string, object?>(ModuleTag, module));
        if (EventsProcessed.Enabled)
            foreach (var sameType in detailTypes.GroupBy(type => type))
                EventsProcessed.Add(sameType.Count(), new("EventType", sameType.Key), new("Service", module));
        if (duplicates > 0)
            DuplicateMessages.Add(duplicates, new KeyValuePair<string, object?>(ModuleTag, module));
    }

    internal static void RecordOpenedBreaker(string module) =>
        OpenedBreakers.Add(1, new KeyValuePair<string, object?>(ModuleTag, module));

    internal static void RecordFailed(string module, string rule) =>
        FailedAttempts.Add(1, new KeyValuePair<string, object?>(ModuleTag, module), new KeyValuePair<string, object?>("rule", rule));
}
