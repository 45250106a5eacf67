using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Shop.Messaging;

/// <summary>The names under which the bus is measured and traced.</summary>
public static class BusTelemetry
{
    /// <summary>The meter and the activity source.</summary>
    public const string Name = "Shop.Messaging";

    /// <summary>The baggage item that carries the correlation id from a request into what it publishes.</summary>
    public const string CorrelationId = "correlation.id";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    /// <summary>Letters that were handled; tags: module, rule.</summary>
    internal static readonly Counter<long> Handled = Meter.CreateCounter<long>("shop.bus.handled", "{letter}");

    /// <summary>Tries that failed; tags: module, rule.</summary>
    internal static readonly Counter<long> Failed = Meter.CreateCounter<long>("shop.bus.failed", "{try}");

    /// <summary>Events that an inbox knew already; tags: module.</summary>
    internal static readonly Counter<long> Repeated = Meter.CreateCounter<long>("shop.bus.repeated", "{letter}");

    /// <summary>From the publisher's commit to the commit of what was made of it, in one process; tags: module.</summary>
    internal static readonly Histogram<double> Lag = Meter.CreateHistogram<double>("shop.bus.lag", "ms");
}
