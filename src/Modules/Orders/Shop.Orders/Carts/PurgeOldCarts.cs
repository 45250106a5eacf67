using Microsoft.EntityFrameworkCore;

namespace Shop.Orders;

/// <summary>Deletes expired carts.</summary>
internal sealed class PurgeOldCarts(OrdersDb db, TimeProvider clock) : IRecurring
{
    private const int BatchSize = 200;

    public async Task Run(CancellationToken ct)
    {
        while (await PurgeBatch(ct) == BatchSize)
            db.ChangeTracker.Clear();
    }

    private async Task<int> PurgeBatch(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var old = await db.Carts.Where(cart => cart.ExpiresAt <= now).OrderBy(cart => cart.ExpiresAt).Take(BatchSize).ToListAsync(ct);
        db.RemoveRange(old);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another node deleted one of them concurrently. The next run handles the rest.
            return 0;
        }
        return old.Count;
    }
}
