using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Shipping;

/// <summary>The state of a parcel; the migration describes each.</summary>
internal enum ShipmentState
{
    Preparing,
    Booked,
    Shipped,
    Delivered,
    Stopping,
    Stopped,
}

/// <summary>
/// The parcel of an order. Cancellation wins: the parcel is stopped, and recalled if in transit. Only a delivered parcel cannot be stopped.
/// </summary>
internal sealed class Shipment
{
    public required string OrderId { get; init; }

    /// <summary>The business key at the carrier.</summary>
    public required string ShipmentId { get; init; }

    public required string CustomerId { get; init; }

    public required string Email { get; init; }

    public required IReadOnlyList<ShippedItem> Items { get; init; }

    /// <summary>The destination; null when Order Cancelled arrived before Order Confirmed.</summary>
    public required ShippingAddress? Address { get; init; }

    public required ShipmentState State { get; set; }

    public string? Carrier { get; private set; }

    public string? TrackingNumber { get; private set; }

    public string? TrackingUrl { get; private set; }

    public DateTime? BookedAt { get; private set; }

    public DateTime? ShippedAt { get; private set; }

    public DateTime? DeliveredAt { get; private set; }

    /// <summary>The next poll of the carrier, UTC; null when finished.</summary>
    public required DateTime? DueAt { get; set; }

    public static string IdOf(string orderId) => "SHP-" + orderId[(orderId.IndexOf('-', StringComparison.Ordinal) + 1)..];

    /// <summary>Whether the carrier has it or will collect it.</summary>
    public bool IsOnItsWay =>
        TrackingNumber is not null && State is ShipmentState.Booked or ShipmentState.Shipped or ShipmentState.Stopping;

    public Booking Booking => new(ShipmentId, TrackingNumber!, BookedAt!.Value);

    /// <summary>Records the booking.</summary>
    public void Book(string carrier, Label label, DateTime now)
    {
        (Carrier, TrackingNumber, TrackingUrl, BookedAt) = (carrier, label.TrackingNumber, label.TrackingUrl, now);
        State = ShipmentState.Booked;
    }

    /// <summary>Applies the carrier's progress and returns the events to publish.</summary>
    public IReadOnlyList<IEvent> Move(Progress progress)
    {
        if (State == ShipmentState.Stopping && progress.DeliveredAt is null)
            return [];      // it may still be stopped: the carrier is polled again
        var published = new List<IEvent>();
        if (ShippedAt is null && progress.CollectedAt is { } collected)
        {
            (State, ShippedAt) = (ShipmentState.Shipped, collected);
            published.Add(new OrderShipped(OrderId, CustomerId, Email, ShipmentId, Carrier!, TrackingNumber!, TrackingUrl!));
        }
        if (DeliveredAt is null && progress.DeliveredAt is { } delivered)
        {
            (State, DeliveredAt, DueAt) = (ShipmentState.Delivered, delivered, null);
            published.Add(new OrderDelivered(OrderId, CustomerId, Email, ShipmentId, delivered));
        }
        return published;
    }

    /// <summary>The order is cancelled. Prepared shipments are stopped at the carrier too, because a booking may be in flight.</summary>
    public void Cancel(DateTime now)
    {
        if (State is ShipmentState.Preparing or ShipmentState.Booked or ShipmentState.Shipped)
            (State, DueAt) = (ShipmentState.Stopping, now);
    }

    /// <summary>The carrier will not deliver it.</summary>
    public void Stop() => (State, DueAt) = (ShipmentState.Stopped, null);
}

/// <summary>A product and its quantity in a parcel.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">How many.</param>
internal sealed record ShippedItem(string ProductId, int Quantity);
