using Shop.Inventory.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Inventory;

/// <summary>
/// What is shipped is not in the house any more. Of an order that was cancelled meanwhile the parcel is stopped, so nothing has left. What is
/// shipped was confirmed: when its reservation has expired and the confirmation is not heard yet, it is renewed as by the confirmation.
/// </summary>
internal sealed class ShipStock(InventoryDb db, Stock stock, RenewReservation renew) : IHandleMany<OrderShipped>
{
    public async Task Handle(IReadOnlyList<Received<OrderShipped>> received, CancellationToken ct)
    {
        var known = await db.ReservationsOf(received.Select(order => order.Event.OrderId), ct);
        var shipped = new List<ReservedItem>();
        foreach (var order in received.DistinctBy(order => order.Event.OrderId))
        {
            var reservation = known.GetValueOrDefault(order.Event.OrderId)
                ?? throw new InvalidOperationException($"{order.Event.OrderId} is shipped, but nothing is known to be set aside for it. It is tried again.");
            if (reservation.Expired)
                await renew.Renew(reservation, order, ct);
            if (reservation.Ship())
                shipped.AddRange(reservation.Items);
        }
        if (shipped.Count > 0)
            await stock.Ship(shipped, ct);
    }
}
