using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>
/// An order waits for a person: a large order needs a decision, or an event it depends on was dead-lettered. An operator resumes or cancels
/// it.
/// </summary>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">The customer's e-mail address.</param>
/// <param name="Reason">A stable code: <c>awaiting_review</c>, <c>fraud_review</c>, <c>event_delivery_failed</c>.</param>
[Event("com.shop.orders", "Order Held")]
public sealed record OrderHeld(
    [OrderId] string OrderId, [CustomerId] string CustomerId, [Email] string Email,
    [Pattern("^[a-z_]+$", Example = "fraud_review")] string Reason) : IEvent
{
    string IEvent.Subject => OrderId;
}
