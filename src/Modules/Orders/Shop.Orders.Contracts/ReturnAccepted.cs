using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>An operator takes some of a delivered order back: it can be sold again, and its price is refunded.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="ReturnId"><c>RET-</c> and 26 characters; the business key of the refund.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">Where the customer is told.</param>
/// <param name="Items">What came back.</param>
/// <param name="Amount">What is refunded.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.orders", "Return Accepted")]
public sealed record ReturnAccepted(
    [OrderId] string OrderId, [ReturnId] string ReturnId, [CustomerId] string CustomerId, [Email] string Email, [AtLeastItems(1)] IReadOnlyList<ReturnedItem> Items,
    [Minimum(0, Example = 29.99)] Money Amount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}
