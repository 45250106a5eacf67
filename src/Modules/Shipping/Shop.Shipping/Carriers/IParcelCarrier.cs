using Shop.Orders.Contracts;

namespace Shop.Shipping;

/// <summary>
/// Who carries parcels. Everything is asked under the shipment's id, once: asked again, the carrier answers what he did the first time. An
/// exception means that nobody knows what happened: he is asked again.
/// </summary>
internal interface IParcelCarrier
{
    /// <summary>What customers know him by.</summary>
    string Name { get; }

    /// <summary>Has a parcel collected, once a shipment.</summary>
    Task<Label> Book(string shipmentId, ShippingAddress to, CancellationToken ct);

    /// <summary>How far parcels are, one answer each, in the same order.</summary>
    Task<IReadOnlyList<Progress>> Track(IReadOnlyList<Consignment> parcels, CancellationToken ct);

    /// <summary>Does not collect or deliver a parcel, or brings it back, also one that is booked only afterwards.</summary>
    /// <param name="shipmentId">The shipment.</param>
    /// <param name="booked">What was booked; null when nothing is known to be.</param>
    /// <param name="ct">Gives up waiting; it may be stopped all the same.</param>
    /// <returns>Whether it was stopped, now or before; false when it has been delivered already.</returns>
    Task<bool> Stop(string shipmentId, Consignment? booked, CancellationToken ct);
}

/// <summary>What a carrier puts on a parcel.</summary>
/// <param name="TrackingNumber">The carrier's name for it.</param>
/// <param name="TrackingUrl">Where it can be followed.</param>
internal sealed record Label(string TrackingNumber, string TrackingUrl);

/// <summary>A parcel that was booked.</summary>
/// <param name="ShipmentId">The shipment.</param>
/// <param name="TrackingNumber">The carrier's name for it.</param>
/// <param name="BookedAt">When it was booked, UTC.</param>
internal sealed record Consignment(string ShipmentId, string TrackingNumber, DateTime BookedAt);

/// <summary>How far a parcel is.</summary>
/// <param name="CollectedAt">When it was collected, UTC; null when it has not been.</param>
/// <param name="DeliveredAt">When it was delivered, UTC; null when it has not been.</param>
internal sealed record Progress(DateTime? CollectedAt, DateTime? DeliveredAt);
