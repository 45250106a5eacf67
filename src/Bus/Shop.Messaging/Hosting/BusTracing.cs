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
    private const int MostLinks = 128;

    private static readonly ActivitySource Source = new(Name);

    /// <summary>A handler hears one event.</summary>
    internal static Activity? Hear(Letter letter)
    {
        if (!Source.HasListeners())
            return null;
        var activity = Source.StartActivity($"{letter.Envelope.DetailType} process", ActivityKind.Consumer, Context(letter.Envelope));
        return Tell(activity, letter)?.SetTag("messaging.message.id", letter.Envelope.Metadata.EventId)
            .SetTag(BusTelemetry.CorrelationId, letter.Envelope.Metadata.CorrelationId)
            .SetTag("shop.subject", letter.Envelope.Metadata.Subject);
    }

    /// <summary>A handler hears many events at once: a span of its own that is linked with each one's trace, and goes on with the first's.</summary>
    internal static Activity? HearMany(IReadOnlyList<Letter> letters)
    {
        if (!Source.HasListeners())
            return null;
        if (letters.Count == 1)
            return Hear(letters[0]);
        var links = letters.Take(MostLinks).Select(letter => new ActivityLink(Context(letter.Envelope)));
        var activity = Source.StartActivity(ActivityKind.Consumer, Context(letters[0].Envelope), links: links, name: $"{letters[0].Envelope.DetailType} process");
        return Tell(activity, letters[0])?.SetTag("messaging.batch.message_count", letters.Count)
            .SetTag(BusTelemetry.CorrelationId, string.Join(' ', letters.Select(letter => letter.Envelope.Metadata.CorrelationId).Distinct().Take(MostLinks)));
    }

    private static Activity? Tell(Activity? activity, Letter letter) => activity?
        .SetTag("messaging.system", "shop").SetTag("messaging.operation.type", "process")
        .SetTag("messaging.destination.name", letter.Rule.Module).SetTag("shop.rule", letter.Rule.Name);

    private static ActivityContext Context(Envelope envelope) =>
        ActivityContext.TryParse(envelope.Metadata.TraceParent, null, isRemote: true, out var context) ? context : default;
}
