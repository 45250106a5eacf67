namespace Shop.Events;

/// <summary>
/// What the bus knows of an event, inside <c>detail.metadata</c>. EventBridge stamps an <c>id</c> of its own and gives each retry a new
/// one, so the identity that idempotency rests on is <see cref="EventId"/>.
/// </summary>
/// <param name="EventId">A UUIDv7, made once when the event is published.</param>
/// <param name="CorrelationId">The request or process that the event belongs to; the same for all that follows from it.</param>
/// <param name="CausationId">The event that was being handled when this one was published; null when a request was.</param>
/// <param name="Version">The version of the event's shape.</param>
/// <param name="Subject">Whom the event is about, by id.</param>
/// <param name="Timestamp">When it was published, UTC.</param>
/// <param name="TraceParent">The W3C trace context of the publisher, so that a trace goes on behind the bus.</param>
/// <param name="CopyOf">Of an event that was said in a newer version too: the id of the event in the newest; null for the newest itself.</param>
public sealed record EventMetadata(
    Guid EventId,
    string CorrelationId,
    Guid? CausationId,
    string Version,
    string Subject,
    DateTime Timestamp,
    string? TraceParent,
    Guid? CopyOf = null);
