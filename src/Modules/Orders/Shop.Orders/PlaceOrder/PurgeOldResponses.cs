using Microsoft.EntityFrameworkCore;

namespace Shop.Orders;

/// <summary>Deletes the answers of idempotency keys that nobody asks with any more.</summary>
internal sealed class PurgeOldResponses(OrdersDb db, TimeProvider clock) : IRecurring
{
    /// <summary>How long a key gives the same answer; after that it makes a new order.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    public Task Run(CancellationToken ct)
    {
        var before = clock.GetUtcNow().UtcDateTime - KeptFor;
        return db.Answered.Where(answered => answered.AnsweredAt < before).ExecuteDeleteAsync(ct);
    }
}
