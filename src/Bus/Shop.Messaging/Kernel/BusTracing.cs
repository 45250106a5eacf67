using System.Diagnostics;
using Shop.Events;

namespace Shop.Messaging.Kernel;

/// <summary>
/// The bus in traces. A handler's span continues the publisher's trace across transports and processes, because the trace context travels in
/// the event's metadata. Without a listener it costs nothing.
/// </summary>
public static class BusTracing
{
    /// <summary>The activity source's name.</summary>
    public const string Name = "Shop.Messaging";

    /// <summary>Backends accept this many links of one span.</summary>
    private const int MaxLinks = 128;

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Starts the span of a handler that processes one event.</summary>
    internal static Activity? StartProcess(Envelope envelope, string module, string rule)
    {
        if (!Source.HasListeners())
            return null;
        var activity = Source.StartActivity($"{envelope.DetailType} process", ActivityKind.Consumer, Context(envelope));
        return Tag(activity, module, rule)?.SetTag("messaging.message.id", envelope.Metadata.EventId)
            .SetTag(BusTelemetry.CorrelationId, envelope.Metadata.CorrelationId)
            .SetTag("shop.subject", envelope.Metadata.Subject);
    }

    /// <summary>Starts the span of a handler that processes a batch: it continues the first event's trace and links to the others'.</summary>
    internal static Activity? StartProcess(IReadOnlyList<Envelope> envelopes, string module, string rule)
    {
        if (!Source.HasListeners())
            return null;
        if (envelopes.Count == 1)
            return StartProcess(envelopes[0], module, rule);
        var links = envelopes.Take(MaxLinks).Select(envelope => new ActivityLink(Context(envelope)));
        var activity = Source.StartActivity(ActivityKind.Consumer, Context(envelopes[0]), links: links, name: $"{envelopes[0].DetailType} process");
        return Tag(activity, module, rule)?.SetTag("messaging.batch.message_count", envelopes.Count)
            .SetTag(BusTelemetry.CorrelationId, string.Join(' ', envelopes.Select(envelope => envelope.Metadata.CorrelationId).Distinct().Take(MaxLinks)));
    }

    private static Activity? Tag(Activity? activity, string module, string rule) => activity?
        .SetTag("messaging.system", "shop").SetTag("messaging.operation.type", "process")
        .SetTag("messaging.destination.name", module).SetTag("shop.rule", rule);

    private static ActivityContext Context(Envelope envelope) =>
        ActivityContext.TryParse(envelope.Metadata.TraceParent, null, isRemote: true, out var context) ? context : default;
}
