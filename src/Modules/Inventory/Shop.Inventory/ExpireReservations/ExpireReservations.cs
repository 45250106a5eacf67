using Microsoft.EntityFrameworkCore;
using Shop.Inventory.Contracts;
using Shop.Messaging;

namespace Shop.Inventory;

/// <summary>
/// Gives back what was set aside for orders that are gone: neither confirmed nor cancelled for so long that nothing more can be expected.
/// Whatever is heard of them late is right all the same: a cancellation finds nothing to give back, and a confirmation sets the items
/// aside once more, or says that there are too few.
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
                await stock.AcquireLock(ct);       // else another node could give back the same meanwhile
                var gone = await Gone(ct);
                var expired = gone.Where(reservation => reservation.Expire()).ToList();
                if (expired.Count == 0)
                    return 0;
                var left = await stock.Release(expired.SelectMany(reservation => reservation.Items), ct);
                expired.ForEach(reservation => db.Publish(new InventoryReleased(reservation.OrderId, reservation.Items, left.Of(reservation.Items))));
                await db.SaveChangesAsync(ct);
                return expired.Count;
            }, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // One of the orders was heard of just now, or another node has given them up. The next run sees them as they are.
            return 0;
        }
    }

    private Task<List<Reservation>> Gone(CancellationToken ct)
    {
        var before = clock.GetUtcNow().UtcDateTime - options.ExpireAfter;
        return db.Reservations
            .Where(reservation => reservation.State == ReservationState.Reserved && !reservation.Confirmed && reservation.CreatedAt <= before)
            .OrderBy(reservation => reservation.CreatedAt).Take(BatchSize).ToListAsync(ct);
    }
}
