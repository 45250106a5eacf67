using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>An operator does not take back what a customer wanted to return.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="ReturnId"><c>RET-</c> and 26 characters.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">Where the customer is told.</param>
/// <param name="Reason">Why, in the operator's words.</param>
[Event("com.shop.orders", "Return Refused")]
public sealed record ReturnRefused(
    [OrderId] string OrderId, [ReturnId] string ReturnId, [CustomerId] string CustomerId, [Email] string Email,
    [Length(1, 500, Example = "It was used.")] string Reason) : IEvent
{
    string IEvent.Subject => OrderId;
}
