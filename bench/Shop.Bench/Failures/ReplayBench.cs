using System.Diagnostics;
using System.Text.Json;

namespace Shop.Bench.Failures;

/// <summary>
/// A replay of a long archive: first to a rule that has handled none of it, then to the same rule, which has handled it all; then the
/// archive is purged.
/// </summary>
internal static class ReplayBench
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (LoadOptions.Parse(args, errors, orders: 100_000, shoppers: 1, warmUp: 0) is not { } options)
            return 2;
        await using var server = await BenchServer.Start(options.Store, options.Connection);
        await using var shop = await ReplayShop.Start(server, options.Orders);

        var gaps = await Replay(shop);
        var known = await Replay(shop);
        var received = await shop.Sql("listener", "select count(*) from tales");
        var dropping = Stopwatch.GetTimestamp();
        await shop.PurgeInbox();
        var dropped = Stopwatch.GetElapsedTime(dropping);
        var left = await shop.Sql("narrator", "select count(*) from archive");

        output.WriteLine(JsonSerializer.Serialize(
            new { store = options.Store.ToString(), events = options.Orders, unhandled = gaps, handledAlready = known, droppedInSeconds = Math.Round(dropped.TotalSeconds, 1) }, JsonSerializerOptions.Web));
        if ((received, left) == (options.Orders, 0))
            return 0;
        errors.WriteLine($"The run is not valid: of {options.Orders} events {received} were handled, and {left} are left in the archive.");
        return 1;
    }

    private static async Task<ReplayResult> Replay(ReplayShop shop)
    {
        var operations = shop.The<BulkOperations>();
        var start = Stopwatch.GetTimestamp();
        var retention = new List<double>();
        var begun = (await shop.The<Replays>().Start(new ReplayRequest(), new BulkOptions("bench"), CancellationToken.None)).Single(replay => replay.Module == "narrator");
        using var pace = new PeriodicTimer(LookAgain);
        BulkOperation now;
        var seen = new HashSet<long>();
        do
        {
            now = (await operations.Find(begun.Id, CancellationToken.None))!;
            seen.Add(now.Done);
            retention.Add(GC.GetTotalMemory(forceFullCollection: false) / 1048576.0);
        }
        while (now.State == OperationState.Running && await pace.WaitForNextTickAsync());
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new ReplayResult(
            now.State.ToString(), now.Done, Math.Round(now.Done / seconds), seen.Count, Math.Round(retention.Take(retention.Count / 2).DefaultIfEmpty().Max()), Math.Round(retention.Skip(retention.Count / 2).Max()),
            Math.Round(GC.GetTotalMemory(forceFullCollection: true) / 1048576.0));
    }
}

/// <summary>One replay.</summary>
/// <param name="State">How it ended.</param>
/// <param name="Done">Events.</param>
/// <param name="PerSecond">Events a second, from the request to the end.</param>
/// <param name="ProgressSeen">How many different progress values a poll five times a second saw.</param>
/// <param name="FirstHalfPeakMb">The most managed memory seen in the first half, garbage included.</param>
/// <param name="SecondHalfPeakMb">And in the second.</param>
/// <param name="LiveMb">What is alive afterwards.</param>
internal sealed record ReplayResult(string State, long Done, double PerSecond, int ProgressSeen, double FirstHalfPeakMb, double SecondHalfPeakMb, double LiveMb);
