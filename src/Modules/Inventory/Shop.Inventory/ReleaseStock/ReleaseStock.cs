using Shop.Inventory.Contracts;
using Shop.Messaging;
using Shop.Orders.Contracts;

namespace Shop.Inventory;

/// <summary>
/// Gives back, once, what was set aside for a cancelled order, or has left for it: its parcel is stopped and comes back. Remembers the
/// cancellation of an order that is not known yet.
/// </summary>
internal sealed class ReleaseStock(InventoryDb db, Stock stock) : IHandleMany<OrderCancelled>
{
    public async Task Handle(IReadOnlyList<Heard<OrderCancelled>> heard, CancellationToken ct)
    {
        var known = await db.ReservationsOf(heard.Select(order => order.Event.OrderId), ct);
        var (released, back) = (new List<ReservedItem>(), new List<ReservedItem>());
        foreach (var order in heard.DistinctBy(order => order.Event.OrderId))
        {
            if (!known.TryGetValue(order.Event.OrderId, out var reservation))
                db.Add(new Reservation { OrderId = order.Event.OrderId, State = ReservationState.Cancelled, Items = [] });
            else if (reservation.Release())
                GivenBack(released, reservation, order);
            else if (reservation.ComeBack())
                GivenBack(back, reservation, order);
        }
        if (released.Count > 0)
            await stock.GiveBack(released, ct);
        if (back.Count > 0)
            await stock.PutBack(back, ct);
    }

    private void GivenBack(List<ReservedItem> to, Reservation reservation, Heard<OrderCancelled> because)
    {
        to.AddRange(reservation.Items);
        db.Publish(new InventoryReleased(reservation.OrderId, reservation.Items), because);
    }
}
