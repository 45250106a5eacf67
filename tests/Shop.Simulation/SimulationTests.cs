namespace Shop.Simulation;

public sealed class SimulationTests(ITestOutputHelper output)
{
    // Ten times as many: dotnet run -c Release --project tests/Shop.Simulation -- simulate --from 1 --seeds 50000
    private const int Seeds = 5_000;

    [Fact]
    public void Five_thousand_runs_lose_nothing_and_do_nothing_twice()
    {
        var failure = Campaign.FirstFailure(from: 1, Seeds);
        Assert.True(failure is null,
            $"Seed {failure?.Seed}: {string.Join(" ", failure?.Faults ?? [])} Again: dotnet run --project tests/Shop.Simulation -- simulate --seed {failure?.Seed}");
    }

    [Fact]
    public void Every_known_bug_is_caught()
    {
        var hunted = Enum.GetValues<Mutant>().Where(mutant => mutant != Mutant.None).Select(mutant => Campaign.Hunt(mutant, limit: 5_000)).ToList();
        foreach (var caught in hunted)
            output.WriteLine($"{caught.Mutant}: {(caught.Seed is { } seed ? $"seed {seed}, {caught.Time.TotalSeconds:0.00} s, {caught.By}" : "not caught")}");
        Assert.Equal(12, hunted.Count);
        Assert.All(hunted, caught => Assert.NotNull(caught.Seed));
    }

    [Theory, InlineData(7), InlineData(22), InlineData(54), InlineData(4711)]
    public void A_seed_is_the_same_run_each_time(int seed)
    {
        var (first, second) = (new World(seed), new World(seed));
        Alone(() => first.Run());
        Alone(() => second.Run());
        Assert.Equal(first.Scheduler.Trace, second.Scheduler.Trace);
    }

    /// <summary>On a thread without a synchronisation context, as a campaign runs it.</summary>
    private static void Alone(Action run)
    {
        var thread = new Thread(() => run());
        thread.Start();
        thread.Join();
    }
}
