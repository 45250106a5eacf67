using Shop.OpsClient;
using Spectre.Console;

namespace Shop.Cli;

/// <summary>Follows operations with progress bars until they end.</summary>
internal static class OperationProgress
{
    /// <returns>The exit code: 0 when all of them finish.</returns>
    public static async Task<int> Follow(StartedOperations started, ShopApiClient shop, Terminal terminal, CancellationToken ct)
    {
        if (started.Operations.Count == 0)
        {
            terminal.Line("Nothing matches: nothing was changed.");
            return 0;
        }
        var ended = await terminal.Progress(
            bars => Task.WhenAll(started.Operations.Select(operation => Follow(operation, bars, shop, ct))));
        foreach (var operation in ended)
            terminal.Line(Describe(operation));
        return ended.All(operation => operation.IsFinished) ? 0 : 1;
    }

    private static async Task<Operation> Follow(Operation operation, ProgressContext bars, ShopApiClient shop, CancellationToken ct)
    {
        var bar = bars.AddTask($"{operation.Kind} {operation.Module}", maxValue: Math.Max(1, operation.Total));
        var last = operation;
        await foreach (var now in shop.FollowOperation(operation.Id, ct))
        {
            bar.Value = now.Done + now.Failed;
            last = now;
        }
        if (last.IsFinished) bar.Value = bar.MaxValue;
        return last;
    }

    public static string Describe(Operation operation) =>
        ($"{operation.Kind} {operation.Id} in {operation.Module}: {operation.State}, {operation.Done} of {operation.Total} done, "
            + $"{operation.Failed} failed. {operation.Reason}").TrimEnd();
}
