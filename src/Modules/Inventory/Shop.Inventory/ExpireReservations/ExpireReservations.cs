using Microsoft.EntityFrameworkCore;
using Shop.Inventory.Contracts;

namespace Shop.Inventory;

/// <summary>
/// Releases reservations of orders that were neither confirmed nor cancelled for too long. Late events are still handled correctly: a
/// cancellation finds nothing to release, and a confirmation reserves the items again or publishes that they are short.
/// </summary>
internal sealed class ExpireReservations(InventoryDb db, Stock stock, ReservationOptions options, TimeProvider clock) : IRecurring
{
    private const int BatchSize = 200;

    public async Task Run(CancellationToken ct)
    {
        while (await ExpireSome(ct) == BatchSize)
            db.ChangeTracker.Clear();
    }

    private async Task<int> ExpireSome(CancellationToken ct)
    {
        try
        {
            return await db.InTransaction(async () =>
            {
                await stock.AcquireLock(ct);       // otherwise another node could release the same reservations
                var gone = await Gone(ct);
                var expired = gone.Where(reservation => reservation.Expire()).ToList();
                if (expired.Count == 0)
                    return 0;
                var left = await stock.Release(expired.SelectMany(reservation => reservation.Items), ct);
                expired.ForEach(
                    reservation => db.Publish(new InventoryReleased(reservation.OrderId, reservation.Items, left.Of(reservation.Items))));
                await db.SaveChangesAsync(ct);
                return expired.Count;
            }, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // One of the orders changed concurrently, or another node expired them. The next run reloads them.
            return 0;
        }
    }

    private Task<List<Reservation>> Gone(CancellationToken ct)
    {
        var before = clock.GetUtcNow().UtcDateTime - options.ExpireAfter;
        return db.Reservations
            .Where(reservation => reservation.State == ReservationState.Reserved && !reservation.Confirmed
                && reservation.CreatedAt <= before)
            .OrderBy(reservation => reservation.CreatedAt).Take(BatchSize).ToListAsync(ct);
    }
}
