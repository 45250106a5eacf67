using System.Text.Json;

namespace Shop.Bench.Patterns;

/// <summary>
/// How fast a rule set matches, beside AWS's own matcher on the same data: each family of rules of the city-lots benchmark, and the
/// shop's rules by the number of them. Every run checks how often each rule matched before it is timed.
/// </summary>
internal static class PatternsBench
{
    private const string DataVariable = "SHOP_CORPUS";
    private static readonly int[] ShopRules = [8, 100, 1_000, 10_000];

    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        var directory = Option(args, "--data") ?? Environment.GetEnvironmentVariable(DataVariable);
        if (directory is null || !BenchData.IsIn(directory))
        {
            errors.WriteLine($"The benchmark's data is not {(directory is null ? "given" : $"in {Path.GetFullPath(directory)}")}. " +
                $"Give the folder that has {string.Join(", ", BenchData.Files)} by --data DIR or in the environment variable {DataVariable}.");
            return 2;
        }
        var asExpected = true;
        var only = Option(args, "--only");
        foreach (var workload in Workloads(new BenchData(directory)).Where(workload => only is null || workload.Name == only))
        {
            var result = Measurement.Of(workload);
            output.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            asExpected &= result.CountsAsExpected;
        }
        return asExpected ? 0 : 1;
    }

    private static string? Option(string[] args, string name)
    {
        var place = Array.IndexOf(args, name);
        return place >= 0 && place + 1 < args.Length ? args[place + 1] : null;
    }

    private static IEnumerable<Workload> Workloads(BenchData data)
    {
        foreach (var family in data.Families())
            yield return family;
        foreach (var count in ShopRules)
            yield return data.Shop(count);
    }
}
