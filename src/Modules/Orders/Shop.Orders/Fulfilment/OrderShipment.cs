namespace Shop.Orders;

/// <summary>What Orders has heard of a parcel. Shipped and delivered may be heard in either order.</summary>
/// <param name="ShipmentId">The shipment.</param>
/// <param name="Carrier">Who carries it; null until it is heard to be shipped.</param>
/// <param name="TrackingNumber">The carrier's name for it.</param>
/// <param name="TrackingUrl">Where it can be followed.</param>
/// <param name="ShippedAt">When it was shipped, UTC.</param>
/// <param name="DeliveredAt">When it was delivered, UTC.</param>
internal sealed record OrderShipment(
    string ShipmentId, string? Carrier = null, string? TrackingNumber = null, string? TrackingUrl = null, DateTime? ShippedAt = null, DateTime? DeliveredAt = null);
