using Shop.Inventory.Contracts;

namespace Shop.Inventory;

/// <summary>What became of an order's wish for stock.</summary>
internal enum ReservationState
{
    /// <summary>Its items are set aside.</summary>
    Reserved,

    /// <summary>There were too few of some item, so none was set aside.</summary>
    Refused,

    /// <summary>Its items were set aside and have been given back.</summary>
    Released,

    /// <summary>Its items have left the house.</summary>
    Shipped,

    /// <summary>It was cancelled before it was heard to be created: nothing will be set aside.</summary>
    Cancelled,
}

/// <summary>All that inventory remembers of an order. Once there is one, the order is never reserved again.</summary>
internal sealed class Reservation
{
    public required string OrderId { get; init; }

    public required ReservationState State { get; set; }

    /// <summary>What the order asked for.</summary>
    public required IReadOnlyList<ReservedItem> Items { get; init; }

    /// <summary>When the order was first heard of, UTC; null for one from before that was kept, which does not expire.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>The order was confirmed: it is to be shipped, however long that takes.</summary>
    public bool Confirmed { get; init; }

    /// <summary>Its items were given back without a cancellation, because nothing more was heard of the order.</summary>
    public bool Expired { get; private set; }

    /// <summary>Gives it up, since nothing more is heard of the order; true when there are items to be given back.</summary>
    public bool Expire()
    {
        if (Confirmed || !Release())
            return false;
        return Expired = true;
    }

    /// <summary>Takes the expiry back, now that the order is confirmed.</summary>
    public void Renew(ReservationState state) => (State, Expired) = (state, false);

    /// <summary>Ends the reservation; true when there are items to be given back, which is so once at the most.</summary>
    public bool Release()
    {
        Expired = false;        // whatever is heard late, it is not set aside once more
        if (State != ReservationState.Reserved)
            return false;
        State = ReservationState.Released;
        return true;
    }

    /// <summary>Its items leave the house; true when they were set aside, which is so once at the most.</summary>
    public bool Ship()
    {
        if (State != ReservationState.Reserved)
            return false;
        State = ReservationState.Shipped;
        return true;
    }

    /// <summary>Its items, which had left, come back; true when they had, which is so once at the most.</summary>
    public bool ComeBack()
    {
        if (State != ReservationState.Shipped)
            return false;
        State = ReservationState.Released;
        return true;
    }
}
