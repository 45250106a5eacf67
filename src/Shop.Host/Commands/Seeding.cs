using System.Diagnostics;
using System.Text.Json;
using Shop.Host.Commands.Operations;
using Shop.Host.Operations;
using Spectre.Console;

namespace Shop.Host.Commands;

/// <summary>
/// Places made-up orders page by page and notes after each how far it is, in an operation of the shop: it is seen, cancelled and resumed like
/// any other. A page that was placed and not noted is placed again under the same keys, which makes no second order.
/// </summary>
internal static class Seeding
{
    private const int LargestPage = 25;
    private const int AtOnce = 16;

    public static async Task<int> Begin(OpsClient shop, SeedBody body, CancellationToken ct) => await Place(shop, await shop.Post("/ops/seeds", body, ct), ct);

    /// <summary>Goes on with a seed that was cancelled, or whose command line is gone.</summary>
    public static async Task<int> GoOn(OpsClient shop, Guid id, CancellationToken ct)
    {
        var operation = await shop.Get($"/ops/operations/{id}", ct);
        if (operation.Field("kind") != "seed")
            throw new ShopApiException($"{id} is a {operation.Field("kind")}: operations resume {id} lets it go on.", "");
        if (operation.Field("state") != "running")
            operation = await shop.Post($"/ops/operations/{id}/resume", ct);
        return await Place(shop, operation, ct);
    }

    private static async Task<int> Place(OpsClient shop, JsonElement operation, CancellationToken ct)
    {
        var ended = await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(progress => PlaceAll(shop, operation, progress.AddTask("Placing orders", maxValue: operation.GetProperty("total").GetInt64()), ct));
        if (ended.Field("state") != "finished")
        {
            Console.WriteLine($"{FollowOperation.Sentence(ended)} Go on with it: seed --resume {ended.Field("id")}");
            return Started.CannotStart;
        }
        Console.WriteLine($"{ended.Field("done")} orders were taken, {ended.Field("failed")} refused.");
        return ended.GetProperty("failed").GetInt64() == 0 ? 0 : Started.CannotStart;
    }

    private static async Task<JsonElement> PlaceAll(OpsClient shop, JsonElement operation, ProgressTask bar, CancellationToken ct)
    {
        var (id, body) = (operation.Field("id"), operation.GetProperty("filter").Deserialize<SeedBody>(JsonSerializerOptions.Web)!);
        var (done, failed) = (operation.GetProperty("done").GetInt64(), operation.GetProperty("failed").GetInt64());
        bar.Value = done + failed;
        var shoppers = new Shoppers(body.Orders, body.Failures, body.Seed, id);
        foreach (var page in shoppers.All().Skip((int)(done + failed)).Chunk(Math.Min(LargestPage, body.Rate ?? LargestPage)))
        {
            var began = Stopwatch.GetTimestamp();
            var refused = await Place(shop.Http, page, bar, ct);
            (done, failed) = (done + page.Length - refused, failed + refused);
            try
            {
                operation = await shop.Put($"/ops/operations/{id}/progress", new ProgressBody(done, failed, Ended: done + failed == body.Orders), ct);
            }
            catch (ShopApiException e) when (e.Code == OpsProblems.NotInThatState.Code)
            {
                return await shop.Get($"/ops/operations/{id}", ct);       // somebody has cancelled it
            }
            if (body.Rate is { } rate && TimeSpan.FromSeconds((double)page.Length / rate) - Stopwatch.GetElapsedTime(began) is var left && left > TimeSpan.Zero)
                await Task.Delay(left, ct);
        }
        return operation;
    }

    /// <returns>How many orders were refused.</returns>
    private static async Task<int> Place(HttpClient shop, MadeUpOrder[] page, ProgressTask bar, CancellationToken ct)
    {
        var refused = 0;
        await Parallel.ForEachAsync(page, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (order, stop) =>
        {
            if (!await order.Place(shop, stop))
                Interlocked.Increment(ref refused);
            bar.Increment(1);
        });
        return refused;
    }
}
