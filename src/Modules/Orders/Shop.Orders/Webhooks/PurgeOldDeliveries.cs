using Microsoft.EntityFrameworkCore;

namespace Shop.Orders;

/// <summary>Deletes deliveries past the log retention.</summary>
internal sealed class PurgeOldDeliveries(OrdersDb db, WebhookSettings settings, TimeProvider clock) : IRecurring
{
    private const int BatchSize = 200;

    public async Task Run(CancellationToken ct)
    {
        while (await PurgeBatch(ct) == BatchSize)
            db.ChangeTracker.Clear();
    }

    private async Task<int> PurgeBatch(CancellationToken ct)
    {
        var before = clock.GetUtcNow().UtcDateTime - settings.LogRetention;
        var old = await db.Deliveries.Where(delivery => delivery.CreatedAt < before).OrderBy(delivery => delivery.CreatedAt).Take(BatchSize)
            .ToListAsync(ct);
        db.RemoveRange(old);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // One of them was just delivered, or another node deleted it. The next run handles the rest.
            return 0;
        }
        return old.Count;
    }
}
