using Shop.Events;

namespace Shop.Messaging.Modules;

/// <summary>
/// A rule has failed permanently to handle an event. The module whose rule it is publishes this through its outbox, so that a process which waits
/// for the event's effects can react. For a failed Event Delivery Failed none is published: that would go on forever.
/// </summary>
/// <param name="Subject">What the failed event is about.</param>
/// <param name="Module">The module whose rule failed.</param>
/// <param name="Rule">The rule.</param>
/// <param name="EventId">The failed event.</param>
/// <param name="EventType">The failed event's detail-type.</param>
/// <param name="Cause">The exception's type and its first own frame.</param>
/// <param name="ErrorCode">EventBridge's <c>ERROR_CODE</c>.</param>
[Event(BusEvents.Source, "Event Delivery Failed")]
public sealed record EventDeliveryFailed(string Subject, string Module, string Rule, Guid EventId, string EventType, string Cause, string ErrorCode) : IEvent;

/// <summary>The events that the bus itself publishes, through the outbox of the module that they are about.</summary>
public static class BusEvents
{
    /// <summary>Their <c>source</c>.</summary>
    public const string Source = "com.shop.bus";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EventContract> Published { get; } = [EventContract.Of(typeof(EventDeliveryFailed))];
}
