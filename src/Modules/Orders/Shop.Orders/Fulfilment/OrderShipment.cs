namespace Shop.Orders;

/// <summary>What Orders knows of a parcel. Shipped and delivered may arrive in either order.</summary>
/// <param name="ShipmentId">The shipment.</param>
/// <param name="Carrier">The carrier; null until shipped.</param>
/// <param name="TrackingNumber">The carrier's tracking number.</param>
/// <param name="TrackingUrl">The tracking page.</param>
/// <param name="ShippedAt">When it was shipped, UTC.</param>
/// <param name="DeliveredAt">When it was delivered, UTC.</param>
internal sealed record OrderShipment(
    string ShipmentId, string? Carrier = null, string? TrackingNumber = null, string? TrackingUrl = null, DateTime? ShippedAt = null,
    DateTime? DeliveredAt = null);
