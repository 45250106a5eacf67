using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Bench.Peers;

/// <summary>Places orders as requests would: each in a scope of its own, the order and its event in one SaveChanges.</summary>
internal sealed class Producers(IServiceScopeFactory scopes, Tally tally)
{
    public const int Products = 50;

    /// <summary>The handler of an order for this product always throws.</summary>
    public const int Poison = 0;

    /// <summary>At the maximum rate.</summary>
    public Task PlaceAll(int orders, int producers)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, producers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < orders)
                await PlaceOne(number);
        })));
    }

    /// <summary>At a steady rate, whether or not the last order is done: a slow order delays no other.</summary>
    /// <param name="orders">How many.</param>
    /// <param name="perSecond">How many a second.</param>
    /// <param name="poison">Which of them is poison; null for none.</param>
    public async Task PlaceAtRate(int orders, int perSecond, int? poison = null)
    {
        var start = Stopwatch.GetTimestamp();
        var placed = new Task[orders];
        for (var number = 0; number < orders; number++)
        {
            var wait = TimeSpan.FromSeconds((double)number / perSecond) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait);
            placed[number] = PlaceOne(number, number == poison ? Poison : null);
        }
        await Task.WhenAll(placed);
    }

    private async Task PlaceOne(int number, int? product = null)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<OrdersDb>();
        var order = new Order
        {
            Id = Guid.CreateVersion7(), ProductId = product ?? 1 + number % Products, Quantity = 1, Status = Order.Placed, PlacedAt = DateTime.UtcNow,
        };
        var times = tally.Begin(order.Id);
        db.SavedChanges += (_, _) => times.Committed = Stopwatch.GetTimestamp();
        db.Add(order);
        db.Publish(new OrderCreated(order.Id, order.ProductId, order.Quantity));
        await db.SaveChangesAsync();
    }
}
