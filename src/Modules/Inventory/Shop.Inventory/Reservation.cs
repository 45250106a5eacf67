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

    /// <summary>Ends the reservation; true when there are items to be given back, which is so once at the most.</summary>
    public bool Release()
    {
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
