using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;

namespace Shop.Inventory;

/// <summary>
/// Releases a cancelled order's reserved items once, or restores shipped ones, whose parcel is recalled. Records the cancellation of an
/// order that is not known yet.
/// </summary>
internal sealed class ReleaseStock(InventoryDb db, Stock stock) : IHandleMany<OrderCancelled>
{
    public async Task Handle(IReadOnlyList<Received<OrderCancelled>> received, CancellationToken ct)
    {
        var known = await db.ReservationsOf(received.Select(order => order.Event.OrderId), ct);
        var (released, back) = (new List<(Reservation, Received<OrderCancelled>)>(), new List<(Reservation, Received<OrderCancelled>)>());
        foreach (var order in received.DistinctBy(order => order.Event.OrderId))
        {
            if (!known.TryGetValue(order.Event.OrderId, out var reservation))
                db.Add(new Reservation { OrderId = order.Event.OrderId, State = ReservationState.Cancelled, Items = [] });
            else if (reservation.Release())
                released.Add((reservation, order));
            else if (reservation.ComeBack())
                back.Add((reservation, order));
        }
        await Release(released, stock.Release, ct);
        await Release(back, stock.PutBack, ct);
    }

    private async Task Release(
        List<(Reservation Of, Received<OrderCancelled> CausedBy)> given,
        Func<IEnumerable<ReservedItem>, CancellationToken, Task<ChangedStock>> to, CancellationToken ct)
    {
        if (given.Count == 0)
            return;
        var left = await to(given.SelectMany(reservation => reservation.Of.Items), ct);
        foreach (var (reservation, causedBy) in given)
            db.Publish(new InventoryReleased(reservation.OrderId, reservation.Items, left.Of(reservation.Items)), causedBy);
    }
}
