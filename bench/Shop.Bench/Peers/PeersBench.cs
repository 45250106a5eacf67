using System.Diagnostics;
using System.Text.Json;

namespace Shop.Bench.Peers;

/// <summary>
/// The work on which the bus is compared with others: producers place orders, each with its event in one transaction; the inventory
/// reserves and publishes; orders marks. A run that loses, doubles or leaves anything fails.
/// </summary>
internal static class PeersBench
{
    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (LoadOptions.Parse(args, errors, orders: 20_000, shoppers: 16, warmUp: 20_000) is not { } options)
            return 2;
        await using var server = await BenchServer.Start(options.Store, options.Connection);
        await using var shop = await PeersShop.Start(server);
        await shop.Producers.PlaceAll(options.WarmUp, options.Shoppers);
        await shop.Quiet();

        output.WriteLine(JsonSerializer.Serialize(await Measure(options, server, shop), JsonSerializerOptions.Web));
        var faults = await shop.Faults(options.WarmUp + options.Orders);
        foreach (var fault in faults)
            errors.WriteLine($"The run is not valid: {fault}.");
        return faults.Count == 0 ? 0 : 1;
    }

    private static async Task<PeersResult> Measure(LoadOptions options, BenchServer server, PeersShop shop)
    {
        shop.Tally.Clear();
        var before = await server.WorkAtRest();
        var (processor, allocated) = Spent();
        var start = Stopwatch.GetTimestamp();

        await (options.Rate == 0 ? shop.Producers.PlaceAll(options.Orders, options.Shoppers) : shop.Producers.PlaceAtRate(options.Orders, options.Rate));
        await shop.Quiet();

        var quiet = Stopwatch.GetTimestamp();
        var (processorAfter, allocatedAfter) = Spent();
        var done = await server.WorkAtRest() is { } after ? after - before! : null;
        var times = shop.Tally.Complete;
        var lastMark = times.Max(order => order.Marked);
        return new PeersResult(
            options.Store.ToString(), options.Orders, options.Rate,
            PerSecond(times.Max(order => order.Committed)), PerSecond(lastMark),
            Percentiles.Of([.. times.Select(order => Milliseconds(order.Committed, order.Received))]),
            Percentiles.Of([.. times.Select(order => Milliseconds(order.Committed, order.Marked))]),
            Milliseconds(lastMark, quiet),
            PerOrder(done?.Transactions), PerOrder(done?.WalBytes), await Idle(options, server),
            PerOrder((processorAfter - processor).TotalMicroseconds)!.Value, PerOrder(allocatedAfter - allocated)!.Value);

        double PerSecond(long end) => Math.Round(times.Count / Stopwatch.GetElapsedTime(start, end).TotalSeconds);
        double? PerOrder(double? all) => all is { } some ? Math.Round(some / options.Orders, 2) : null;
    }

    private static async Task<double?> Idle(LoadOptions options, BenchServer server)
    {
        if (options.Idle == 0 || await server.WorkAtRest() is not { } before)
            return null;
        var start = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(options.Idle));
        var after = (await server.WorkAtRest())!;
        return Math.Round((after - before).Transactions / Stopwatch.GetElapsedTime(start).TotalSeconds, 2);
    }

    private static (TimeSpan Processor, long Allocated) Spent() => (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());

    private static double Milliseconds(long from, long to) => Math.Round(Stopwatch.GetElapsedTime(from, to).TotalMilliseconds, 3);
}
