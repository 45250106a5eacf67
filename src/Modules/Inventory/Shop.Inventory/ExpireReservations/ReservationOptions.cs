namespace Shop.Inventory;

/// <summary>Reservation settings; the section <c>Inventory:Reservations</c>.</summary>
internal sealed record ReservationOptions
{
    /// <summary>
    /// When a reservation of an order that is neither confirmed nor cancelled expires. Longer than every order deadline and the time a
    /// person needs for an order on hold.
    /// </summary>
    public TimeSpan ExpireAfter { get; init; } = TimeSpan.FromDays(7);
}
