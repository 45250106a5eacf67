namespace Shop.Torture;

/// <summary>The report of a run.</summary>
internal static class Report
{
    /// <returns>Whether all is well.</returns>
    public static bool Of(Plan plan, Tally tally, Action<string> write)
    {
        write($"{plan.Name} on {plan.Store}, seed {plan.Seed}, {plan.Processes} process(es){(plan.Apart.Count > 0 ? $", {string.Join(" and ", plan.Apart)} alone over EventBridge" : "")}:");
        foreach (var line in tally.Lines())
            write(line);
        foreach (var (what, least) in plan.AtLeast.Where(least => tally[least.Key] < least.Value))
            write($"  TOO FEW {what}: {tally[what]} of {least}");
        var well = tally.Faults.Count == 0 && plan.AtLeast.All(least => tally[least.Key] >= least.Value);
        write(well
            ? $"  lost 0, doubled 0, stuck 0: with {tally[Tallied.Kills]} kills and {tally[Tallied.Orders]} orders tried, at most {3.0 / Math.Max(1, tally[Tallied.Kills]):P1} of kills and {3.0 / Math.Max(1, tally[Tallied.Orders]):P2} of orders (95 %)"
            : $"  {tally.Faults.Count} faults. Again: dotnet run -c Release --project tests/Shop.Torture -- {plan.Name} --store {plan.Store.ToString().ToLowerInvariant()}{(plan.Weather.Puts > 0 ? " --transport eventbridge" : "")} --seed {plan.Seed}");
        return well;
    }
}
