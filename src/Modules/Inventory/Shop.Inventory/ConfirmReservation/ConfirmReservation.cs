using Shop.Orders.Contracts;

namespace Shop.Inventory;

/// <summary>
/// Marks reservations of confirmed orders so they do not expire. An expired one is reserved again; if the stock is gone, Inventory
/// Reservation Failed is published as for a new order.
/// </summary>
internal sealed class ConfirmReservation(InventoryDb db, RenewReservation renew) : IHandleMany<OrderConfirmed>
{
    public async Task Handle(IReadOnlyList<Received<OrderConfirmed>> received, CancellationToken ct)
    {
        var expired = await db.Confirm(received.Select(order => order.Event.OrderId).ToHashSet(), ct);
        if (expired.Count == 0)
            return;
        var known = await db.ReservationsOf(expired, ct);
        // Earlier events of this batch are not saved yet: a cancelled reservation no longer counts as expired.
        foreach (var reservation in expired.Select(orderId => known[orderId]).Where(reservation => reservation.Expired))
            await renew.Renew(reservation, received.First(order => order.Event.OrderId == reservation.OrderId), ct);
    }
}
