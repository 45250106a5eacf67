using Shop.Inventory.Contracts;

namespace Shop.Inventory;

/// <summary>The state of an order's reservation.</summary>
internal enum ReservationState
{
    /// <summary>Its items are reserved.</summary>
    Reserved,

    /// <summary>Some item was short, so none is reserved.</summary>
    Refused,

    /// <summary>Its items were reserved and have been released.</summary>
    Released,

    /// <summary>Its items have shipped.</summary>
    Shipped,

    /// <summary>Order Cancelled arrived before Order Created: nothing will be reserved.</summary>
    Cancelled,
}

/// <summary>An order's reservation. An order that has one is never reserved again.</summary>
internal sealed class Reservation
{
    public required string OrderId { get; init; }

    public required ReservationState State { get; set; }

    /// <summary>The ordered items.</summary>
    public required IReadOnlyList<ReservedItem> Items { get; init; }

    /// <summary>When the reservation was created, UTC; null for older rows without this column, which do not expire.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>The order was confirmed: the reservation no longer expires.</summary>
    public bool Confirmed { get; init; }

    /// <summary>Its items were released because the order was neither confirmed nor cancelled in time.</summary>
    public bool Expired { get; private set; }

    /// <summary>Expires the reservation; true when there are items to release.</summary>
    public bool Expire()
    {
        if (Confirmed || !Release())
            return false;
        return Expired = true;
    }

    /// <summary>Reverts the expiry of a confirmed order.</summary>
    public void Renew(ReservationState state) => (State, Expired) = (state, false);

    /// <summary>Ends the reservation; true when there are items to release, at most once.</summary>
    public bool Release()
    {
        Expired = false;        // a late confirmation must not renew it
        if (State != ReservationState.Reserved)
            return false;
        State = ReservationState.Released;
        return true;
    }

    /// <summary>Marks the items as shipped; true when they were reserved, at most once.</summary>
    public bool Ship()
    {
        if (State != ReservationState.Reserved)
            return false;
        State = ReservationState.Shipped;
        return true;
    }

    /// <summary>Marks shipped items as returned; true when they had shipped, at most once.</summary>
    public bool ComeBack()
    {
        if (State != ReservationState.Shipped)
            return false;
        State = ReservationState.Released;
        return true;
    }
}
