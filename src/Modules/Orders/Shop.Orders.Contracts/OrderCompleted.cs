using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>A delivered order whose return window has closed. Only returns requested before that remain open.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">The customer's e-mail address.</param>
/// <param name="TotalAmount">The order total, before returns.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.orders", "Order Completed")]
public sealed record OrderCompleted(
    [OrderId] string OrderId, [CustomerId] string CustomerId, [Email] string Email, [Minimum(0, Example = 59.98)] Money TotalAmount,
    [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}
