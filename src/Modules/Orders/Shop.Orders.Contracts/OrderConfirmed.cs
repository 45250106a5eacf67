using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>An order's payment is authorised and its stock reserved: it can be shipped.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">Where the customer is told.</param>
/// <param name="TotalAmount">What is paid when it is shipped.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Items">What is to be shipped; missing in events from before there was shipping.</param>
/// <param name="ShippingAddress">Where it goes; missing in events from before there was shipping.</param>
[Event("com.shop.orders", "Order Confirmed")]
public sealed record OrderConfirmed(
    [OrderId] string OrderId, [CustomerId] string CustomerId, [Email] string Email, [Minimum(0, Example = 59.98)] Money TotalAmount, [Currency] string Currency,
    IReadOnlyList<OrderItem>? Items = null, ShippingAddress? ShippingAddress = null) : IEvent
{
    string IEvent.Subject => OrderId;
}
