using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>An order will not be fulfilled. Each module undoes what it did for the order.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">The customer's e-mail address.</param>
/// <param name="Reason">A stable code: <c>out_of_stock</c>, <c>payment_declined</c>, <c>fraud_suspected</c>, <c>timed_out</c>,
/// <c>customer_request</c>.</param>
/// <param name="TotalAmount">The order total.</param>
/// <param name="Currency">ISO 4217.</param>
[Event("com.shop.orders", "Order Cancelled")]
public sealed record OrderCancelled(
    [OrderId] string OrderId, [CustomerId] string CustomerId, [Email] string Email,
    [Pattern("^[a-z_]+$", Example = "out_of_stock")] string Reason,
    [Minimum(0, Example = 59.98)] Money TotalAmount, [Currency] string Currency) : IEvent
{
    string IEvent.Subject => OrderId;
}
