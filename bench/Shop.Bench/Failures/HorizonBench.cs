using System.Diagnostics;
using System.Text.Json;
using Shop.Bench.Peers;

namespace Shop.Bench.Failures;

/// <summary>
/// The cost of a forgotten session: it holds PostgreSQL's horizon, so that no dead rows are removed. Orders arrive at a steady rate (two
/// events each), first without it and then with it; at the end, on all the dead rows, at the maximum rate.
/// </summary>
internal static class HorizonBench
{
    private const double Least = 0.9;

    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (LoadOptions.Parse(args, errors, orders: 15_000, shoppers: 16, warmUp: 20_000) is not { } options)
            return 2;
        if (options.Store != StoreKind.Postgres)
        {
            errors.WriteLine("Only PostgreSQL has a horizon: --store postgres.");
            return 2;
        }
        await using var server = await BenchServer.Start(options.Store, options.Connection);
        await using var shop = await PeersShop.Start(server);
        await shop.Producers.PlaceAll(options.WarmUp, options.Shoppers);
        await shop.Quiet();
        var rate = options.Rate > 0 ? options.Rate : 150;

        var free = await Steady(shop, options.Orders / 5, rate);
        var freeFlat = await Flat(shop, options);
        var session = await server.HoldHorizon();
        var held = await Steady(shop, options.Orders, rate);
        var heldFlat = await Flat(shop, options);
        var dead = await server.DeadRows();
        await session.DisposeAsync();

        output.WriteLine(JsonSerializer.Serialize(new
        {
            eventsPerSecond = 2 * rate, heldSeconds = options.Orders / rate, deadRows = dead,
            steady = new { without = free, with = held }, flatOutMarkedPerSecond = new { without = freeFlat, with = heldFlat, share = Math.Round(heldFlat / freeFlat, 2) },
        }, JsonSerializerOptions.Web));
        return held.MarkedPerSecond >= Least * free.MarkedPerSecond && heldFlat >= Least * freeFlat ? 0 : 1;
    }

    private static async Task<SteadyResult> Steady(PeersShop shop, int orders, int rate)
    {
        shop.Tally.Clear();
        var start = Stopwatch.GetTimestamp();
        await shop.Producers.PlaceAtRate(orders, rate);
        await shop.Quiet();
        var marked = shop.Tally.Complete;
        var took = Stopwatch.GetElapsedTime(start, marked.Max(order => order.Marked));
        return new SteadyResult(Math.Round(marked.Count / took.TotalSeconds, 1), Percentiles.Of([.. marked.Select(order => Stopwatch.GetElapsedTime(order.Committed, order.Marked).TotalMilliseconds)]));
    }

    /// <returns>Orders marked per second at the producers' maximum rate.</returns>
    private static async Task<double> Flat(PeersShop shop, LoadOptions options)
    {
        shop.Tally.Clear();
        var start = Stopwatch.GetTimestamp();
        await shop.Producers.PlaceAll(options.Orders, options.Shoppers);
        await shop.Quiet();
        var marked = shop.Tally.Complete;
        return Math.Round(marked.Count / Stopwatch.GetElapsedTime(start, marked.Max(order => order.Marked)).TotalSeconds);
    }
}

/// <summary>Orders at a steady rate.</summary>
internal sealed record SteadyResult(double MarkedPerSecond, Percentiles CommitToMarkedMs);
