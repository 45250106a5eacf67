using Shop.Events;

namespace Shop.Notifications.Contracts;

/// <summary>A notification about an order was sent.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="NotificationId">The notification's business key.</param>
/// <param name="About">The subject, a stable code: <c>order_created</c>, …</param>
/// <param name="Channel">The channel.</param>
[Event("com.shop.notifications", "Notification Sent")]
public sealed record NotificationSent(
    [OrderId] string OrderId, [NotificationId] string NotificationId, [About] string About, [Channel] string Channel) : IEvent
{
    string IEvent.Subject => OrderId;
}
