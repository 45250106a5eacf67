using Shop.Inventory.Contracts;
using Shop.Messaging;
using Shop.Shipping.Contracts;

namespace Shop.Inventory;

/// <summary>What is shipped is not in the house any more. Of an order that was cancelled meanwhile the parcel is stopped, so nothing has left.</summary>
internal sealed class ShipStock(InventoryDb db, Stock stock) : IHandleMany<OrderShipped>
{
    public async Task Handle(IReadOnlyList<Heard<OrderShipped>> heard, CancellationToken ct)
    {
        var known = await db.ReservationsOf(heard.Select(order => order.Event.OrderId), ct);
        var shipped = new List<ReservedItem>();
        foreach (var id in heard.Select(order => order.Event.OrderId).Distinct())
        {
            var reservation = known.GetValueOrDefault(id)
                ?? throw new InvalidOperationException($"{id} is shipped, but nothing is known to be set aside for it. It is tried again.");
            if (reservation.Expired)
                throw new InvalidOperationException($"{id} is shipped, but its reservation has expired and its confirmation, which renews it, is not heard yet. It is tried again.");
            if (reservation.Ship())
                shipped.AddRange(reservation.Items);
        }
        if (shipped.Count > 0)
            await stock.Ship(shipped, ct);
    }
}
