using Shop.Events;

namespace Shop.Shipping.Contracts;

/// <summary>A carrier collected an order's parcel: the order can no longer be cancelled, and the payment is captured.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Email">The customer's e-mail address.</param>
/// <param name="ShipmentId">The shipment.</param>
/// <param name="Carrier">The carrier.</param>
/// <param name="TrackingNumber">The carrier's tracking number.</param>
/// <param name="TrackingUrl">The tracking page.</param>
[Event("com.shop.shipping", "Order Shipped")]
public sealed record OrderShipped(
    [OrderId] string OrderId, [CustomerId] string CustomerId, [Email] string Email, [ShipmentId] string ShipmentId,
    [Length(1, 64, Example = "Simulated Parcels")] string Carrier,
    [Length(1, 64, Example = "SP01JNK5Y3W8QZ4T7R2M6V9B1C0D")] string TrackingNumber,
    [Length(1, 2048, Example = "https://parcels.example/track/SP01JNK5Y3W8QZ4T7R2M6V9B1C0D")] string TrackingUrl) : IEvent
{
    string IEvent.Subject => OrderId;
}
