using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>An order waits for a person: for the review of a large order, or because something that it waits for was given up. It may be resumed or cancelled.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">Where the customer is told.</param>
/// <param name="Reason">A stable code: <c>awaiting_review</c>, <c>fraud_review</c>, <c>event_abandoned</c>.</param>
[Event("com.shop.orders", "Order Held")]
public sealed record OrderHeld(
    [OrderId] string OrderId, [CustomerId] string CustomerId, [Email] string Email, [Pattern("^[a-z_]+$", Example = "fraud_review")] string Reason) : IEvent
{
    string IEvent.Subject => OrderId;
}
