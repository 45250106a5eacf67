using System.Diagnostics;
using System.Text.Json;
using Shop.Testing;

namespace Shop.Bench.Orders;

/// <summary>The whole shop, over HTTP: how many orders it accepts and confirms, each through stock, payment and all its events.</summary>
internal static class OrdersBench
{
    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors)
    {
        if (LoadOptions.Parse(args, errors, orders: 10_000, shoppers: 32, warmUp: 3_000) is not { } options)
            return 2;
        await using var server = await BenchServer.Start(options.Store, options.Connection);
        var starting = Stopwatch.GetTimestamp();
        await using var shop = await ShopProcess.Start([server.Setting]);
        var ready = Stopwatch.GetElapsedTime(starting);
        await new Shoppers(shop.Http, "warm-up").Place(options.WarmUp, options.Shoppers, rate: 0);
        await Quiet(shop);
        await server.Analyze();

        var result = await Measure(options, server, shop);
        output.WriteLine(JsonSerializer.Serialize(result with { ReadyAfterMs = Math.Round(ready.TotalMilliseconds) }, JsonSerializerOptions.Web));
        if (result.Confirmed == options.Orders)
            return 0;
        errors.WriteLine($"The run is not valid: {options.Orders} orders were placed and {result.Confirmed} confirmed.");
        return 1;
    }

    private static async Task<OrdersResult> Measure(LoadOptions options, BenchServer server, ShopProcess shop)
    {
        var shoppers = new Shoppers(shop.Http, "bench");
        var before = await server.WorkAtRest();
        var began = DateTime.UtcNow;
        var start = Stopwatch.GetTimestamp();
        var accepted = await shoppers.Place(options.Orders, options.Shoppers, options.Rate);
        var placing = Stopwatch.GetElapsedTime(start);
        await Quiet(shop);
        var done = await server.WorkAtRest() is { } after ? after - before! : null;

        var ended = await shoppers.Confirmed();
        return new OrdersResult(
            options.Store.ToString(), options.Orders, options.Rate, options.Shoppers,
            Math.Round(options.Orders / placing.TotalSeconds), Percentiles.Of([.. accepted]),
            ended.Count, Math.Round(ended.Count / (ended.Max(order => order.ConfirmedAt) - began).TotalSeconds),
            Percentiles.Of([.. ended.Select(order => (order.ConfirmedAt - order.PlacedAt).TotalMilliseconds)]),
            done is null ? null : Math.Round((double)done.Transactions / options.Orders, 2), await Idle(options, server), ReadyAfterMs: 0);
    }

    /// <summary>Polls twice a second: each query counts rows in all modules.</summary>
    private static async Task Quiet(ShopProcess shop)
    {
        while (!IsQuiet(await shop.Http.Read("/health/ready")))
            await Task.Delay(TimeSpan.FromSeconds(0.5));
    }

    private static bool IsQuiet(JsonElement health) => health.GetProperty("modules").EnumerateObject()
        .All(module => module.Value.EnumerateObject().Where(count => count.Name != "deadLetters").All(count => count.Value.GetInt64() == 0));

    private static async Task<double?> Idle(LoadOptions options, BenchServer server)
    {
        if (options.Idle == 0 || await server.WorkAtRest() is not { } before)
            return null;
        var start = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(options.Idle));
        var after = (await server.WorkAtRest())!;
        return Math.Round((after - before).Transactions / Stopwatch.GetElapsedTime(start).TotalSeconds, 2);
    }
}

/// <summary>The figures of a run.</summary>
/// <param name="Store">The store.</param>
/// <param name="Orders">Orders placed.</param>
/// <param name="Rate">Orders a second asked for; 0 for as many as possible.</param>
/// <param name="Shoppers">Shoppers at once.</param>
/// <param name="AcceptedPerSecond">Orders accepted a second, by the wall clock of the load.</param>
/// <param name="AcceptMs">From a request to its 202.</param>
/// <param name="Confirmed">Orders confirmed.</param>
/// <param name="ConfirmedPerSecond">From the first request to the last confirmation.</param>
/// <param name="ConfirmMs">From placing to confirmation, by the shop's clock.</param>
/// <param name="TransactionsPerOrder">Database transactions an order.</param>
/// <param name="IdleTransactionsPerSecond">Database transactions a second while nothing happens; a statement outside any is one.</param>
/// <param name="ReadyAfterMs">From the start of the process on an empty database to its being ready.</param>
internal sealed record OrdersResult(
    string Store, int Orders, int Rate, int Shoppers, double AcceptedPerSecond, Percentiles AcceptMs, int Confirmed, double ConfirmedPerSecond,
    Percentiles ConfirmMs, double? TransactionsPerOrder, double? IdleTransactionsPerSecond, double ReadyAfterMs);
