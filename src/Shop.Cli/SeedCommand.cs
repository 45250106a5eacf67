using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using Shop.OpsClient;
using Spectre.Console;

namespace Shop.Cli;

/// <summary>
/// <c>shop seed --orders 500 --failures 3%</c>: places generated orders as shoppers do. The same seed and failures give the same orders
/// under the same idempotency keys, so an interrupted run is repeated without a second order.
/// </summary>
internal static class SeedCommand
{
    private const int PageSize = 25;
    private const int MaxConcurrency = 16;

    private static readonly Option<int> Orders = new("--orders")
    {
        Description = "How many orders to place.", DefaultValueFactory = _ => 100,
    };
    private static readonly Option<double> Failures = new("--failures")
    {
        Description = "The share that fails in one way or another: 3% or 0.03.", CustomParser = ParseShare,
    };

    private static readonly Option<int?> Seed = new("--seed")
    {
        Description = "Generates the orders; repeating a seed places each order once. Otherwise random.",
    };
    private static readonly Option<int?> MaxRate = Rate.Option();

    public static Command Create()
    {
        Orders.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var orders) && orders < 1)
                given.AddError($"--orders is 1 or more, not {text}.");
        });
        return ShopConnection.Command(
            "seed", "Places generated orders, some of which fail.", [Orders, Failures, Seed, MaxRate], async (parsed, shop, terminal, ct) =>
        {
            var orders = new GeneratedOrders(
                parsed.GetValue(Orders), parsed.GetValue(Failures), parsed.GetValue(Seed) ?? Random.Shared.Next(1, 1_000_000));
            terminal.Line($"Seed {orders.Seed}: repeat with --seed {orders.Seed} to continue an interrupted run.");
            var rejected = await terminal.Progress(
                bars => Place(orders, parsed.GetValue(MaxRate), shop, bars.AddTask("Placing orders", maxValue: orders.Count), ct));
            terminal.Line($"{orders.Count - rejected} orders accepted, {rejected} rejected.");
            return rejected == 0 ? 0 : 1;
        });
    }

    /// <returns>How many orders the shop rejected.</returns>
    private static async Task<int> Place(GeneratedOrders orders, int? rate, ShopApiClient shop, ProgressTask bar, CancellationToken ct)
    {
        var rejected = 0;
        foreach (var page in orders.All().Chunk(Math.Min(PageSize, rate ?? PageSize)))
        {
            var started = Stopwatch.GetTimestamp();
            await Parallel.ForEachAsync(
                page, new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = ct }, async (order, stop) =>
            {
                if (!await Place(order, shop, stop))
                    Interlocked.Increment(ref rejected);
                bar.Increment(1);
            });
            if (rate is not null && TimeSpan.FromSeconds((double)page.Length / rate.Value) - Stopwatch.GetElapsedTime(started) is var rest
                && rest > TimeSpan.Zero)
                await Task.Delay(rest, ct);
        }
        return rejected;
    }

    private static async Task<bool> Place(GeneratedOrder order, ShopApiClient shop, CancellationToken ct)
    {
        OrderStatus placed;
        try
        {
            placed = await shop.PlaceOrder(order.Body, order.IdempotencyKey, ct);
        }
        catch (ShopApiException)
        {
            return false;
        }
        try
        {
            if (order.Cancelled) await shop.CancelOwnOrder(placed.OrderId, ct);
        }
        catch (ShopApiException)
        {
            // The order is too far to be cancelled, or an earlier run cancelled it.
        }
        return true;
    }

    private static double ParseShare(ArgumentResult given)
    {
        var text = given.Tokens[0].Value;
        if (double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && (text.EndsWith('%') ? number / 100 : number) is >= 0 and <= 1 and var share)
            return share;
        given.AddError($"--failures is a share such as 3% or 0.03, not \"{text}\".");
        return 0;
    }
}
