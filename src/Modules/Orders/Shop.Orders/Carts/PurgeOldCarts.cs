using Microsoft.EntityFrameworkCore;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>Deletes carts that nobody has used for long.</summary>
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
            // Another node has forgotten one of them just now. The next run sees what is left.
            return 0;
        }
        return old.Count;
    }
}
