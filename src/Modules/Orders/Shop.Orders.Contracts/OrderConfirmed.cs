using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>Payment is authorised and stock reserved: the order can ship.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">The customer's e-mail address.</param>
/// <param name="TotalAmount">The amount to capture on shipment.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Items">The items to ship; absent in events published before shipping existed.</param>
/// <param name="ShippingAddress">The destination; absent in events published before shipping existed.</param>
[Event("com.shop.orders", "Order Confirmed")]
public sealed record OrderConfirmed(
    [OrderId] string OrderId, [CustomerId] string CustomerId, [Email] string Email, [Minimum(0, Example = 59.98)] Money TotalAmount,
    [Currency] string Currency,
    IReadOnlyList<OrderItem>? Items = null, ShippingAddress? ShippingAddress = null) : IEvent
{
    string IEvent.Subject => OrderId;
}
