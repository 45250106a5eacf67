using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// A rule has given an event up for good. Said by the module whose rule it is, through its outbox; whoever waits for what the event would
/// have led to hears it. Of an abandoned Event Delivery Failed nothing is said: that would go on for ever.
/// </summary>
/// <param name="Subject">Whom the abandoned event is about.</param>
/// <param name="Module">Whose rule.</param>
/// <param name="Rule">The rule.</param>
/// <param name="EventId">The abandoned event.</param>
/// <param name="EventType">What it says: its detail-type.</param>
/// <param name="Cause">Exception type and first own frame.</param>
/// <param name="ErrorCode">EventBridge's <c>ERROR_CODE</c>.</param>
[Event(BusEvents.Source, "Event Delivery Failed")]
public sealed record EventDeliveryFailed(string Subject, string Module, string Rule, Guid EventId, string EventType, string Cause, string ErrorCode) : IEvent;

/// <summary>What the bus itself says, through the outbox of whichever module it is about.</summary>
public static class BusEvents
{
    /// <summary>Their <c>source</c>.</summary>
    public const string Source = "com.shop.bus";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EventContract> Published { get; } = [EventContract.Of(typeof(EventDeliveryFailed))];
}
