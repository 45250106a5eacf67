using Microsoft.EntityFrameworkCore;

namespace Shop.Orders;

/// <summary>Cancels orders that missed a deadline and completes those whose return window has closed.</summary>
internal sealed class EnforceDeadlines(OrdersDb db, OrderStateMachine stateMachine, TimeProvider clock) : IRecurring
{
    private const int BatchSize = 200;

    public async Task Run(CancellationToken ct)
    {
        while (await FireDue(ct) == BatchSize)
            db.ChangeTracker.Clear();
    }

    private async Task<int> FireDue(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var late = await db.Orders.Where(order => order.DeadlineAt <= now).OrderBy(order => order.DeadlineAt).Take(BatchSize)
            .ToListAsync(ct);
        foreach (var order in late)
            stateMachine.Fire(order, new DeadlinePassed());
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // One of them changed concurrently. The next run reloads it.
            return 0;
        }
        return late.Count;
    }
}
