using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>An operator refused a return.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="ReturnId"><c>RET-</c> and 26 characters.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">The customer's e-mail address.</param>
/// <param name="Reason">The operator's reason.</param>
[Event("com.shop.orders", "Return Refused")]
public sealed record ReturnRefused(
    [OrderId] string OrderId, [ReturnId] string ReturnId, [CustomerId] string CustomerId, [Email] string Email,
    [Length(1, 500, Example = "It was used.")] string Reason) : IEvent
{
    string IEvent.Subject => OrderId;
}
