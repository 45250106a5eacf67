using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>A customer wants to give back some of a delivered order. An operator accepts or refuses it.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="ReturnId"><c>RET-</c> and 26 characters.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">Where the customer is told.</param>
/// <param name="Items">What is to come back.</param>
/// <param name="Amount">What would be refunded.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.orders", "Return Requested")]
public sealed record ReturnRequested(
    [OrderId] string OrderId, [ReturnId] string ReturnId, [CustomerId] string CustomerId, [Email] string Email, [AtLeastItems(1)] IReadOnlyList<ReturnedItem> Items,
    [Minimum(0, Example = 29.99)] Money Amount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}

/// <summary>What comes back of one product.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">How many, 1 or more.</param>
/// <param name="Price">What one cost in the order.</param>
public sealed record ReturnedItem([ProductId] string ProductId, [Minimum(1, Example = 1)] int Quantity, [Minimum(0, Example = 29.99)] Money Price);
