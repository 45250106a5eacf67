using Shop.Events;

namespace Shop.Shipping.Contracts;

/// <summary>An order's parcel was delivered.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">The customer's e-mail address.</param>
/// <param name="ShipmentId">The shipment.</param>
/// <param name="DeliveredAt">When, UTC, as reported by the carrier.</param>
[Event("com.shop.shipping", "Order Delivered")]
public sealed record OrderDelivered(
    [OrderId] string OrderId, [CustomerId] string CustomerId, [Email] string Email, [ShipmentId] string ShipmentId,
    DateTime DeliveredAt) : IEvent
{
    string IEvent.Subject => OrderId;
}
