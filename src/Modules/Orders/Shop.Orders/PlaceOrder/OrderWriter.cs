using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Orders;

/// <summary>Saves new orders with their events and stored responses. Concurrent orders share one transaction (group commit).</summary>
internal sealed class OrderWriter(IServiceScopeFactory scopes)
{
    // Three rows per order: well below the limit of one round trip.
    private const int MaxBatchSize = 100;

    private readonly GroupCommit<Entry> _commits = new(MaxBatchSize, entries => Save(entries, scopes));

    /// <summary>Returns when the order is committed.</summary>
    /// <exception cref="Microsoft.EntityFrameworkCore.DbUpdateException">The key is already used, or the database fails.</exception>
    public Task Save(Order order, StoredResponse stored, CancellationToken ct) =>
        _commits.Commit(new Entry(order, stored, Activity.Current), ct);

    private static async Task Save(IReadOnlyList<Entry> entries, IServiceScopeFactory scopes)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OrdersDb>();
        foreach (var entry in entries)
        {
            // Each event belongs to the trace of its own request, not of the one that commits.
            Activity.Current = entry.Request;
            db.AddRange(entry.Order, entry.Response);
            db.Publish(entry.Order.Created());
        }
        await db.SaveChangesAsync();
    }

    private sealed record Entry(Order Order, StoredResponse Response, Activity? Request);
}
