using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>An order was delivered and can no longer be returned: nothing more happens to it but the returns that were asked for before.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">Where the customer is told.</param>
/// <param name="TotalAmount">What the order came to, returns not taken off.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.orders", "Order Completed")]
public sealed record OrderCompleted(
    [OrderId] string OrderId, [CustomerId] string CustomerId, [Email] string Email, [Minimum(0, Example = 59.98)] Money TotalAmount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}
