using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;

namespace Shop.Inventory;

/// <summary>Checks that every placed order has a reservation or refusal and that its event was published.</summary>
internal sealed class ReconcileReservations(InventoryDb db, PublishedEvents published) : IReconciliation
{
    private const int BatchSize = 500;

    public async Task<IReadOnlyList<string>> Discrepancies(ReconciliationSpan span, CancellationToken ct)
    {
        if (!span.AllIsArchived)
            return [];
        var placed = await published.Subjects<OrderCreated>(span.From, span.Until, ct);
        var known = new List<Reservation>();
        foreach (var some in placed.Chunk(BatchSize))
            known.AddRange(await db.Reservations.AsNoTracking().Where(reservation => some.Contains(reservation.OrderId)).ToListAsync(ct));
        return
        [
            .. placed.Except(known.Select(reservation => reservation.OrderId))
            .Select(order => $"{order} was placed, but it has no reservation or refusal."),
            .. await Unpublished<InventoryReserved>(
                known, span, ct, ReservationState.Reserved, ReservationState.Released, ReservationState.Shipped),
            .. await Unpublished<InventoryReservationFailed>(known, span, ct, ReservationState.Refused),
            .. await Unpublished<InventoryReleased>(known, span, ct, ReservationState.Released),
        ];
    }

    private async Task<IEnumerable<string>> Unpublished<TEvent>(List<Reservation> known, ReconciliationSpan span, CancellationToken ct,
    params ReservationState[] @in) where TEvent : IEvent
    {
        var subjects = await published.Subjects<TEvent>(span.From, until: null, ct);
        return known.Where(reservation => @in.Contains(reservation.State) && !subjects.Contains(reservation.OrderId)).Select(reservation =>
            $"The reservation of {reservation.OrderId} is {reservation.State}, but \"{EventContract.Of(typeof(TEvent)).DetailType}\" was "
                + $"never published for it.");
    }
}
