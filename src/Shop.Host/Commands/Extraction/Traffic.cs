using System.Globalization;

namespace Shop.Host.Commands.Extraction;

/// <summary>How many events crossed the line in the last day.</summary>
internal static class Traffic
{
    private const int BilledAsOne = 64 * 1024;      // bytes of an event that EventBridge bills as one

    public static IEnumerable<string> Of(ModuleDeclaration leaving, ModuleState state)
    {
        if (state.Traffic is not { } counts)
            return [$"- not known. {state.From}"];
        var received = leaving.Rules.Select(rule => rule.Contract.DetailType).ToHashSet();
        var crossing = counts.Where(count => count.Module == leaving.Name || received.Contains(count.DetailType)).ToList();
        return
        [
            .. crossing.Where(count => count.Events > 0).Select(count => $"- {(count.Module == leaving.Name ? "out" : "in")}: {Number(count.Events)} × {count.DetailType}, {Number(count.Characters / count.Events)} characters each"),
            $"- together {Number(crossing.Sum(count => count.Events))} events, billed by EventBridge as {Number(crossing.Sum(Billed))} (64 KB each)",
            $"- from {state.From}",
        ];
    }

    private static long Billed(EventCount count) => count.Events == 0 ? 0 : count.Events * ((count.Characters / count.Events + BilledAsOne - 1) / BilledAsOne);

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
