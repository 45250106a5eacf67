using Shop.Events;

namespace Shop.Notifications.Contracts;

/// <summary>Somebody has been told what became of an order.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="NotificationId">The notification's business key.</param>
/// <param name="About">What was told, as a stable code: <c>order_created</c>, …</param>
/// <param name="Channel">By which way.</param>
[Event("com.shop.notifications", "Notification Sent")]
public sealed record NotificationSent([OrderId] string OrderId, [NotificationId] string NotificationId, [About] string About, [Channel] string Channel) : IEvent
{
    string IEvent.Subject => OrderId;
}
