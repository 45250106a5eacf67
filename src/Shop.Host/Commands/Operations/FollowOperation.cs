using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Shop.Host.Commands.Operations;

/// <summary>Follows operations by progress bars until they end.</summary>
internal static class FollowOperation
{
    /// <summary>What was begun; returns 0 when all of it is finished.</summary>
    public static async Task<int> Begun(JsonElement begun, OpsClient shop, CancellationToken ct)
    {
        var operations = begun.GetProperty("operations").EnumerateArray().ToList();
        if (operations.Count == 0)
        {
            Console.WriteLine("Nothing matches: nothing was changed.");
            return 0;
        }
        var ended = await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(progress => Task.WhenAll(operations.Select(operation => Follow(operation, progress, shop, ct))));
        foreach (var operation in ended)
            Console.WriteLine(Sentence(operation));
        return ended.All(operation => operation.Field("state") == "finished") ? 0 : Started.CannotStart;
    }

    private static async Task<JsonElement> Follow(JsonElement operation, ProgressContext progress, OpsClient shop, CancellationToken ct)
    {
        var bar = progress.AddTask($"{operation.Field("kind")} {operation.Field("module")}", maxValue: Math.Max(1, operation.GetProperty("total").GetInt64()));
        var last = operation;
        await foreach (var now in shop.Stream($"/ops/operations/{operation.Field("id")}/stream", "progress", ct))
        {
            bar.Value = now.GetProperty("done").GetInt64() + now.GetProperty("failed").GetInt64();
            last = now;
        }
        if (last.Field("state") == "finished") bar.Value = bar.MaxValue;
        return last;
    }

    public static string Sentence(JsonElement operation) => string.Create(CultureInfo.InvariantCulture,
        $"{operation.Field("kind")} {operation.Field("id")} in {operation.Field("module")}: {operation.Field("state")}, {operation.Field("done")} of {operation.Field("total")} done, {operation.Field("failed")} failed. {operation.Field("reason")}").TrimEnd();
}
