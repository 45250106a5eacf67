using System.Diagnostics;
using System.Text.Json;
using Shop.Bench.Peers;

namespace Shop.Bench.Failures;

/// <summary>
/// What one order in a thousand, whose handler always fails, costs the other 999: rounds with it and without it in turn,
/// in one run. It fails inside the batch's transaction, so the others of its batch are handled again without it.
/// </summary>
internal static class PoisonBench
{
    private const int Rounds = 6;
    private const double Most = 1.2;

    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (LoadOptions.Parse(args, errors, orders: 1_000, shoppers: 16, warmUp: 20_000) is not { } options)
            return 2;
        await using var server = await BenchServer.Start(options.Store, options.Connection);
        await using var shop = await PeersShop.Start(server);
        await shop.Producers.PlaceAll(options.WarmUp, options.Shoppers);
        await shop.Quiet();
        // The first failure of a process compiles its failure path.
        await Round(options, shop, poison: options.Orders / 4);

        var (without, with) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            without.AddRange(await Round(options, shop, poison: null));
            with.AddRange(await Round(options, shop, poison: options.Orders / 4));
        }
        var (clean, poisoned) = (Percentiles.Of([.. without]), Percentiles.Of([.. with]));
        var times = Math.Round(poisoned.P99 / clean.P99, 2);
        output.WriteLine(JsonSerializer.Serialize(
            new { store = options.Store.ToString(), rate = Rate(options), ordersARound = options.Orders, rounds = Rounds, withoutMs = clean, withMs = poisoned, p99Times = times }, JsonSerializerOptions.Web));
        return times <= Most ? 0 : 1;
    }

    private static int Rate(LoadOptions options) => options.Rate > 0 ? options.Rate : 300;

    /// <returns>From each good order's commit to the commit that marked it, in milliseconds.</returns>
    private static async Task<IEnumerable<double>> Round(LoadOptions options, PeersShop shop, int? poison)
    {
        shop.Tally.Clear();
        await shop.Producers.PlaceAtRate(options.Orders, Rate(options), poison);
        await shop.Quiet();
        await shop.DeletePending();
        var marked = shop.Tally.Complete;
        if (marked.Count != options.Orders - (poison is null ? 0 : 1))
            throw new InvalidOperationException($"{marked.Count} of {options.Orders} orders were marked.");
        return marked.Select(order => Stopwatch.GetElapsedTime(order.Committed, order.Marked).TotalMilliseconds);
    }
}
