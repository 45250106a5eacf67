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
