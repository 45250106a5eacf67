using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>An operator accepted a return: the items can be sold again and their price is refunded.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="ReturnId"><c>RET-</c> and 26 characters; the business key of the refund.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">The customer's e-mail address.</param>
/// <param name="Items">The returned items.</param>
/// <param name="Amount">The amount to refund.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.orders", "Return Accepted")]
public sealed record ReturnAccepted(
    [OrderId] string OrderId, [ReturnId] string ReturnId, [CustomerId] string CustomerId, [Email] string Email,
    [AtLeastItems(1)] IReadOnlyList<ReturnedItem> Items,
    [Minimum(0, Example = 29.99)] Money Amount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}
