namespace Shop.Events;

/// <summary>
/// The bus's metadata of an event, in <c>detail.metadata</c>. EventBridge stamps its own <c>id</c>, a new one with each retry, so
/// idempotency relies on <see cref="EventId"/>.
/// </summary>
/// <param name="EventId">A UUIDv7, made once when the event is published.</param>
/// <param name="CorrelationId">The request or process that the event belongs to; the same for all that follows from it.</param>
/// <param name="CausationId">The event that was being handled when this one was published; null when a request was.</param>
/// <param name="Version">The version of the event's shape.</param>
/// <param name="Subject">The id of what the event is about.</param>
/// <param name="Timestamp">When it was published, UTC.</param>
/// <param name="TraceParent">The W3C trace context of the publisher, so that a trace continues across the bus.</param>
/// <param name="CopyOf">For an event that is published in several versions: the id of the newest version's event; null for the newest
/// itself.</param>
public sealed record EventMetadata(
    Guid EventId,
    string CorrelationId,
    Guid? CausationId,
    string Version,
    string Subject,
    DateTime Timestamp,
    string? TraceParent,
    Guid? CopyOf = null);
