using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>A customer has placed an order. Stock, review and payment decide whether it is confirmed or cancelled.</summary>
/// <param name="OrderId"><c>ORD-</c> and 26 characters.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">The customer's e-mail address.</param>
/// <param name="Items">What was ordered, one line per product.</param>
/// <param name="TotalAmount">The sum of the lines.</param>
/// <param name="Currency">ISO 4217: USD, EUR or GBP.</param>
/// <param name="ShippingAddress">The destination.</param>
[Event("com.shop.orders", "Order Created")]
public sealed record OrderCreated(
    [OrderId] string OrderId, [CustomerId] string CustomerId, [Email] string Email, [AtLeastItems(1)] IReadOnlyList<OrderItem> Items,
    [Minimum(0, Example = 59.98)] Money TotalAmount, [Currency] string Currency, ShippingAddress ShippingAddress) : IEvent
{
    string IEvent.Subject => OrderId;
}

/// <summary>A line of an order.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">The quantity, 1 or more.</param>
/// <param name="Price">The unit price.</param>
public sealed record OrderItem(
    [ProductId] string ProductId, [Minimum(1, Example = 2)] int Quantity, [Minimum(0, Example = 29.99)] Money Price);

/// <summary>The destination of an order.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="State">State or province; empty where there is none.</param>
/// <param name="City">City.</param>
/// <param name="ZipCode">Postal code.</param>
public sealed record ShippingAddress(
    [Pattern("^[A-Z]{2}$", Example = "US")] string Country,
    [Length(0, 64, Example = "CA")] string State,
    [Length(1, 128, Example = "San Francisco")] string City,
    [Length(1, 16, Example = "94102")] string ZipCode);
