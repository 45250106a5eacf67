using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>An order is paid and its stock reserved: it can be shipped.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">Where the customer is told.</param>
/// <param name="TotalAmount">What was paid.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.orders", "Order Confirmed")]
public sealed record OrderConfirmed(
    [OrderId] string OrderId, [CustomerId] string CustomerId, [Email] string Email, [Minimum(0, Example = 59.98)] Money TotalAmount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}
