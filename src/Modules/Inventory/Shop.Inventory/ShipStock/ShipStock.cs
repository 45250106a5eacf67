using Shop.Inventory.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Inventory;

/// <summary>
/// Removes shipped items from the reserved stock. A cancelled order is skipped: its parcel is stopped. A shipped order was confirmed: if
/// its reservation expired and Order Confirmed has not arrived yet, it is renewed first.
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
                ?? throw new InvalidOperationException(
                    $"{order.Event.OrderId} is shipped, but it has no reservation. The event is retried.");
            if (reservation.Expired)
                await renew.Renew(reservation, order, ct);
            if (reservation.Ship())
                shipped.AddRange(reservation.Items);
        }
        if (shipped.Count > 0)
            await stock.Ship(shipped, ct);
    }
}
