using Microsoft.EntityFrameworkCore;

namespace Shop.Orders;

/// <summary>Deletes stored responses past their retention.</summary>
internal sealed class PurgeOldResponses(OrdersDb db, TimeProvider clock) : IRecurring
{
    /// <summary>How long a key returns the same response; afterwards it creates a new order.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    public Task Run(CancellationToken ct)
    {
        var before = clock.GetUtcNow().UtcDateTime - Retention;
        return db.StoredResponses.Where(stored => stored.CreatedAt < before).ExecuteDeleteAsync(ct);
    }
}
