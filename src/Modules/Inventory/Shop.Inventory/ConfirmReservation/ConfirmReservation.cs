using Shop.Orders.Contracts;

namespace Shop.Inventory;

/// <summary>
/// Notes that orders are confirmed: their reservations do not expire. One that has expired already is reserved once more; when there are
/// too few by now, that is said as of a new order.
/// </summary>
internal sealed class ConfirmReservation(InventoryDb db, RenewReservation renew) : IHandleMany<OrderConfirmed>
{
    public async Task Handle(IReadOnlyList<Received<OrderConfirmed>> received, CancellationToken ct)
    {
        var expired = await db.Confirm(received.Select(order => order.Event.OrderId).ToHashSet(), ct);
        if (expired.Count == 0)
            return;
        var known = await db.ReservationsOf(expired, ct);
        // What this batch has heard of an order before is not saved yet: a cancelled one is not expired any more.
        foreach (var reservation in expired.Select(orderId => known[orderId]).Where(reservation => reservation.Expired))
            await renew.Renew(reservation, received.First(order => order.Event.OrderId == reservation.OrderId), ct);
    }
}
