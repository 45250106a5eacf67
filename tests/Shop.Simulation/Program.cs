using System.Diagnostics;
using System.Globalization;
using Shop.Simulation;
using Xunit.MicrosoftTestingPlatform;

// No command: the tests. "simulate --seed 42": one run. "simulate --from 1 --seeds 1000000": many. "mutants": the table of bugs caught.
return args switch
{
    ["simulate", "--seed", var seed] => One(int.Parse(seed, CultureInfo.InvariantCulture)),
    ["simulate", "--from", var from, "--seeds", var count] =>
        Many(int.Parse(from, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture)),
    ["mutants"] => Mutants(),
    _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
};

static int One(int seed)
{
    var world = new World(seed);
    var faults = world.Run();
    Console.WriteLine($"seed {seed}: {world.Weather}; {world.Shoppers.Taken.Count} orders, {world.Ledger.Checks} commits checked, trace {world.Scheduler.Trace:x16}");
    return Report(seed, faults);
}

static int Many(int from, int count)
{
    var clock = Stopwatch.StartNew();
    var failure = Campaign.FirstFailure(from, count);
    Console.WriteLine($"{count} seeds from {from} in {clock.Elapsed.TotalSeconds:0.0} s: {(failure is null ? "none failed" : "stopped at a failure")}");
    return failure is { } failed ? Report(failed.Seed, failed.Faults) : 0;
}

static int Report(int seed, IReadOnlyList<string> faults)
{
    foreach (var fault in faults)
        Console.WriteLine($"  {fault}");
    Console.WriteLine(faults.Count == 0 ? "  all is well" : $"Again: dotnet run --project tests/Shop.Simulation -- simulate --seed {seed}");
    return faults.Count == 0 ? 0 : 1;
}

static int Mutants()
{
    Console.WriteLine("| mutant | caught | seed | time | by |\n|---|---|---|---|---|");
    var hunted = Enum.GetValues<Mutant>().Where(mutant => mutant != Mutant.None).Select(mutant => Campaign.Hunt(mutant, 5_000)).ToList();
    foreach (var caught in hunted)
        Console.WriteLine($"| {caught.Mutant} | {(caught.Seed is null ? "NO" : "yes")} | {caught.Seed} | {caught.Time.TotalSeconds:0.00} s | {caught.By} |");
    Console.WriteLine($"{hunted.Count(caught => caught.Seed is not null)} of {hunted.Count} caught");
    return hunted.All(caught => caught.Seed is not null) ? 0 : 1;
}
