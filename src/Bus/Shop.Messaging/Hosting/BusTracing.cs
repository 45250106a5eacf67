using System.Diagnostics;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// The bus in traces: what handles an event goes on with the trace of who said it, across carriers and processes, because the trace travels
/// in the event's metadata. Costs nothing while nobody listens.
/// </summary>
public static class BusTracing
{
    /// <summary>The activity source.</summary>
    public const string Name = "Shop.Messaging";

    /// <summary>Backends take so many links of one span.</summary>
    private const int MaxLinks = 128;

    private static readonly ActivitySource Source = new(Name);

    /// <summary>A handler hears one event.</summary>
    internal static Activity? StartProcess(InboxMessage message)
    {
        if (!Source.HasListeners())
            return null;
        var activity = Source.StartActivity($"{message.Envelope.DetailType} process", ActivityKind.Consumer, Context(message.Envelope));
        return Tag(activity, message)?.SetTag("messaging.message.id", message.Envelope.Metadata.EventId)
            .SetTag(BusTelemetry.CorrelationId, message.Envelope.Metadata.CorrelationId)
            .SetTag("shop.subject", message.Envelope.Metadata.Subject);
    }

    /// <summary>A handler hears many events at once: a span of its own that is linked with each one's trace, and goes on with the first's.</summary>
    internal static Activity? StartProcessBatch(IReadOnlyList<InboxMessage> messages)
    {
        if (!Source.HasListeners())
            return null;
        if (messages.Count == 1)
            return StartProcess(messages[0]);
        var links = messages.Take(MaxLinks).Select(message => new ActivityLink(Context(message.Envelope)));
        var activity = Source.StartActivity(ActivityKind.Consumer, Context(messages[0].Envelope), links: links, name: $"{messages[0].Envelope.DetailType} process");
        return Tag(activity, messages[0])?.SetTag("messaging.batch.message_count", messages.Count)
            .SetTag(BusTelemetry.CorrelationId, string.Join(' ', messages.Select(message => message.Envelope.Metadata.CorrelationId).Distinct().Take(MaxLinks)));
    }

    private static Activity? Tag(Activity? activity, InboxMessage message) => activity?
        .SetTag("messaging.system", "shop").SetTag("messaging.operation.type", "process")
        .SetTag("messaging.destination.name", message.Rule.Module).SetTag("shop.rule", message.Rule.Name);

    private static ActivityContext Context(Envelope envelope) =>
        ActivityContext.TryParse(envelope.Metadata.TraceParent, null, isRemote: true, out var context) ? context : default;
}
