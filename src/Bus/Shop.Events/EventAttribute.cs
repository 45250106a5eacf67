namespace Shop.Events;

/// <summary>
/// The name of an event on the wire. It is independent of the C# name, so that a record can be renamed or moved while its events are
/// in flight.
/// </summary>
/// <param name="source">The publisher, as EventBridge's <c>source</c>: <c>com.shop.orders</c>.</param>
/// <param name="detailType">The event's name, as EventBridge's <c>detail-type</c>: <c>Order Created</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventAttribute(string source, string detailType) : Attribute
{
    /// <summary>The publisher: EventBridge's <c>source</c>.</summary>
    public string Source { get; } = source;

    /// <summary>The event's name: EventBridge's <c>detail-type</c>.</summary>
    public string DetailType { get; } = detailType;

    /// <summary>
    /// The version of the event's shape, <c>major.minor</c>, in <c>detail.metadata.version</c>. A breaking change needs a new one.
    /// </summary>
    public string Version { get; init; } = "1.0";
}
