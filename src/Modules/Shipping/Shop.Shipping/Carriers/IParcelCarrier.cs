using Shop.Orders.Contracts;

namespace Shop.Shipping;

/// <summary>
/// A parcel carrier. Every operation is idempotent under the shipment's id: a repeated call returns the first result. After an exception
/// the outcome is unknown: call again.
/// </summary>
internal interface IParcelCarrier
{
    /// <summary>The name shown to customers.</summary>
    string Name { get; }

    /// <summary>Books the collection of a parcel, once per shipment.</summary>
    Task<Label> Book(string shipmentId, ShippingAddress to, CancellationToken ct);

    /// <summary>The progress of parcels, in the same order.</summary>
    Task<IReadOnlyList<Progress>> Track(IReadOnlyList<Booking> parcels, CancellationToken ct);

    /// <summary>
    /// Stops a parcel: it is not collected or delivered, or it is brought back. Also applies to a booking that arrives later.
    /// </summary>
    /// <param name="shipmentId">The shipment.</param>
    /// <param name="booked">The booking; null when none is known.</param>
    /// <param name="ct">Stops waiting; the parcel may be stopped anyway.</param>
    /// <returns>Whether it was stopped, now or before; false when it was already delivered.</returns>
    Task<bool> Stop(string shipmentId, Booking? booked, CancellationToken ct);
}

/// <summary>The label of a booked parcel.</summary>
/// <param name="TrackingNumber">The tracking number.</param>
/// <param name="TrackingUrl">The tracking page.</param>
internal sealed record Label(string TrackingNumber, string TrackingUrl);

/// <summary>A booked parcel.</summary>
/// <param name="ShipmentId">The shipment.</param>
/// <param name="TrackingNumber">The tracking number.</param>
/// <param name="BookedAt">When it was booked, UTC.</param>
internal sealed record Booking(string ShipmentId, string TrackingNumber, DateTime BookedAt);

/// <summary>The progress of a parcel.</summary>
/// <param name="CollectedAt">When it was collected, UTC; null if not yet.</param>
/// <param name="DeliveredAt">When it was delivered, UTC; null if not yet.</param>
internal sealed record Progress(DateTime? CollectedAt, DateTime? DeliveredAt);
