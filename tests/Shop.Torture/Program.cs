using System.Diagnostics;
using System.Globalization;
using Shop.Torture;
using Xunit.MicrosoftTestingPlatform;

// No command: the tests. Else: short|long [--transport eventbridge]|kills|apart|moves|recovery [--store postgres|sqlite] [--seed N]
// [--minutes M], or mutants.
if (args is ["mutants", ..])
    return await Mutants();
if (Named(args.FirstOrDefault()) is not { } planOf)
    return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);

var plan = planOf(Option("--store") == "sqlite" ? StoreKind.Sqlite : StoreKind.Postgres);
if (Option("--transport") == "eventbridge")
    plan = plan.OverEventBridge();
if (Option("--seed") is { } seed)
    plan = plan with { Seed = int.Parse(seed, CultureInfo.InvariantCulture) };
if (Option("--minutes") is { } minutes)
    plan = plan with { Storm = TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)) };
return Report.Of(plan, await Storm.Run(plan), Console.WriteLine) ? 0 : 1;

string? Option(string name) => Array.IndexOf(args, name) is > 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

static async Task<int> Mutants()
{
    var all = true;
    foreach (var mutant in Mutant.All)
    {
        var clock = Stopwatch.StartNew();
        var tally = await Storm.Run(Plan.With(mutant));
        all &= tally.Faults.Count > 0;
        Console.WriteLine($"| {mutant.Name} | {(tally.Faults.Count > 0 ? "yes" : "NO")} | {clock.Elapsed.TotalSeconds:0} s | {tally.Faults.FirstOrDefault()} |");
    }
    return all ? 0 : 1;
}

static Func<StoreKind, Plan>? Named(string? command) => command switch
{
    "short" => Plan.Short,
    "long" => Plan.Long,
    "kills" => Plan.FiftyKills,
    "apart" => Plan.ThreeProcesses,
    "moves" => Plan.OutAndBack,
    "recovery" => Plan.Recovery,
    _ => null,
};
