using Shop.Events;

namespace Shop.Notifications.Contracts;

/// <summary>A notification about an order was not sent, or the outcome is unknown. It is not retried automatically.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="NotificationId">The notification's business key.</param>
/// <param name="About">The subject, a stable code: <c>order_created</c>, …</param>
/// <param name="Channel">The channel.</param>
/// <param name="Reason">A stable code: <c>address_refused</c>, <c>refused</c>, <c>outcome_unknown</c>, <c>given_up</c>.</param>
[Event("com.shop.notifications", "Notification Failed")]
public sealed record NotificationFailed(
    [OrderId] string OrderId, [NotificationId] string NotificationId, [About] string About, [Channel] string Channel,
    [Pattern("^[a-z_]{1,64}$", Example = "address_refused")] string Reason) : IEvent
{
    string IEvent.Subject => OrderId;
}
