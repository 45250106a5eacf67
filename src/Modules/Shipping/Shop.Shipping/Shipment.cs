using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Shipping;

/// <summary>Where a parcel is. What each means stands in the migration.</summary>
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
/// The parcel of an order, and what may become of it. A cancelled order wins: its parcel is stopped wherever it is, and comes back when it
/// is on its way. Only what has been delivered cannot be stopped.
/// </summary>
internal sealed class Shipment
{
    public required string OrderId { get; init; }

    /// <summary>The business key at the carrier.</summary>
    public required string ShipmentId { get; init; }

    public required string CustomerId { get; init; }

    public required string Email { get; init; }

    public required IReadOnlyList<ShippedItem> Items { get; init; }

    /// <summary>Where it goes; null when it was cancelled before it was heard to be confirmed.</summary>
    public required ShippingAddress? Address { get; init; }

    public required ShipmentState State { get; set; }

    public string? Carrier { get; private set; }

    public string? TrackingNumber { get; private set; }

    public string? TrackingUrl { get; private set; }

    public DateTime? BookedAt { get; private set; }

    public DateTime? ShippedAt { get; private set; }

    public DateTime? DeliveredAt { get; private set; }

    /// <summary>When the carrier is asked next, UTC; null when there is nothing more to ask.</summary>
    public required DateTime? DueAt { get; set; }

    public static string IdOf(string orderId) => "SHP-" + orderId[(orderId.IndexOf('-', StringComparison.Ordinal) + 1)..];

    /// <summary>Whether the carrier has it, or is to collect it.</summary>
    public bool IsOnItsWay => TrackingNumber is not null && State is ShipmentState.Booked or ShipmentState.Shipped or ShipmentState.Stopping;

    public Consignment Consignment => new(ShipmentId, TrackingNumber!, BookedAt!.Value);

    /// <summary>A carrier will collect it.</summary>
    public void Book(string carrier, Label label, DateTime now)
    {
        (Carrier, TrackingNumber, TrackingUrl, BookedAt) = (carrier, label.TrackingNumber, label.TrackingUrl, now);
        State = ShipmentState.Booked;
    }

    /// <summary>The carrier tells how far it is; what is new of it is to be said.</summary>
    public IReadOnlyList<IEvent> Move(Progress progress)
    {
        if (State == ShipmentState.Stopping && progress.DeliveredAt is null)
            return [];      // it may still be stopped: the carrier is asked again
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

    /// <summary>The order is cancelled. The carrier is told also of what is only prepared: he may be booked at this moment.</summary>
    public void Cancel(DateTime now)
    {
        if (State is ShipmentState.Preparing or ShipmentState.Booked or ShipmentState.Shipped)
            (State, DueAt) = (ShipmentState.Stopping, now);
    }

    /// <summary>The carrier will not deliver it.</summary>
    public void Stop() => (State, DueAt) = (ShipmentState.Stopped, null);
}

/// <summary>How many of a product are in a parcel.</summary>
internal sealed record ShippedItem(string ProductId, int Quantity);
