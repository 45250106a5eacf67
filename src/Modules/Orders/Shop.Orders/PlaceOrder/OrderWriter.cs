using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>Saves new orders with their events and answers: alone at once, and in a crowd many in one transaction.</summary>
internal sealed class OrderWriter(IServiceScopeFactory scopes)
{
    // Three rows an order: well below what one round trip to the database carries.
    private const int MaxBatchSize = 100;

    private readonly GroupCommit<Entry> _commits = new(MaxBatchSize, entries => Save(entries, scopes));

    /// <summary>Returns when the order is in the book.</summary>
    /// <exception cref="Microsoft.EntityFrameworkCore.DbUpdateException">The request's key is in the book already, or the database fails.</exception>
    public Task Save(Order order, StoredResponse stored, CancellationToken ct) =>
        _commits.Commit(new Entry(order, stored, Activity.Current), ct);

    private static async Task Save(IReadOnlyList<Entry> entries, IServiceScopeFactory scopes)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OrdersDb>();
        foreach (var entry in entries)
        {
            // Each event belongs to the request that caused it, not to the one that happens to save.
            Activity.Current = entry.Request;
            db.AddRange(entry.Order, entry.Answered);
            db.Publish(entry.Order.Created());
        }
        await db.SaveChangesAsync();
    }

    private sealed record Entry(Order Order, StoredResponse Answered, Activity? Request);
}
