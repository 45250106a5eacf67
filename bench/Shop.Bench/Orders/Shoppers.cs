using System.Diagnostics;
using System.Text.Json;
using Shop.Testing;

namespace Shop.Bench.Orders;

/// <summary>Shoppers who order plentiful things with good cards.</summary>
internal sealed class Shoppers(HttpClient shop, string name)
{
    private static readonly string[] Plentiful = ["PRD-0001", "PRD-0002", "PRD-0009", "PRD-0016", "PRD-0023", "PRD-0030", "PRD-0037", "PRD-0043"];

    /// <summary>Places orders.</summary>
    /// <param name="count">How many.</param>
    /// <param name="shoppers">How many at once.</param>
    /// <param name="rate">How many a second; 0 for the maximum.</param>
    /// <returns>How long each took to be accepted, in milliseconds; at a fixed rate, from its due time.</returns>
    public async Task<IReadOnlyList<double>> Place(int count, int shoppers, int rate)
    {
        var took = new double[count];
        var (next, start) = (-1, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, shoppers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var due = rate == 0 ? Stopwatch.GetTimestamp() : start + (long)((double)i / rate * Stopwatch.Frequency);
                await WaitUntil(due);
                await shop.Place(Shopper.Order(Plentiful[i % Plentiful.Length], 1, customerId: name));
                took[i] = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
            }
        })));
        return took;
    }

    private static async Task WaitUntil(long due)
    {
        var wait = TimeSpan.FromSeconds((double)(due - Stopwatch.GetTimestamp()) / Stopwatch.Frequency);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait);
    }

    /// <summary>When each of the shoppers's orders was placed and confirmed, by the shop's own word.</summary>
    public async Task<IReadOnlyList<(DateTime PlacedAt, DateTime ConfirmedAt)>> Confirmed()
    {
        var orders = new List<(DateTime, DateTime)>();
        var cursor = "";
        do
        {
            var page = await shop.Read($"/v1/orders?customerId={name}&limit=100{cursor}");
            orders.AddRange(page.GetProperty("items").EnumerateArray()
                .Where(order => order.GetProperty("confirmedAt").ValueKind == JsonValueKind.String && order.GetProperty("status").GetString() != "cancelled")
                .Select(order => (order.GetProperty("placedAt").GetDateTime(), order.GetProperty("confirmedAt").GetDateTime())));
            var next = page.GetProperty("nextCursor");
            cursor = next.ValueKind == JsonValueKind.Null ? "" : $"&cursor={next.GetString()}";
        }
        while (cursor.Length > 0);
        return orders;
    }
}
