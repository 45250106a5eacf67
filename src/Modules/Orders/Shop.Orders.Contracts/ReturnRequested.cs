using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>A customer asked to return items of a delivered order. An operator accepts or refuses.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="ReturnId"><c>RET-</c> and 26 characters.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">The customer's e-mail address.</param>
/// <param name="Items">The items to return.</param>
/// <param name="Amount">The amount to refund if accepted.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.orders", "Return Requested")]
public sealed record ReturnRequested(
    [OrderId] string OrderId, [ReturnId] string ReturnId, [CustomerId] string CustomerId, [Email] string Email,
    [AtLeastItems(1)] IReadOnlyList<ReturnedItem> Items,
    [Minimum(0, Example = 29.99)] Money Amount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}

/// <summary>The returned quantity of one product.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">The quantity, 1 or more.</param>
/// <param name="Price">The unit price in the order.</param>
public sealed record ReturnedItem(
    [ProductId] string ProductId, [Minimum(1, Example = 1)] int Quantity, [Minimum(0, Example = 29.99)] Money Price);
