using Shop.Testing;

namespace Shop.Torture;

/// <summary>The short run on both stores. What it does and how to run the long one: README.md.</summary>
public sealed class TortureTests(ITestOutputHelper output)
{
    [Theory, EachStore]
    public async Task Nothing_is_lost_doubled_or_stuck_whatever_fails(StoreKind store)
    {
        await Pass(Plan.Short(store));
    }

    /// <summary>Payments in its own process, with failing AWS between it and the rest.</summary>
    [Fact]
    public Task Nothing_is_lost_doubled_or_stuck_over_EventBridge() => Pass(Plan.Short(StoreKind.Postgres).OverEventBridge() with { Storm = TimeSpan.FromSeconds(25) });

    private async Task Pass(Plan plan)
    {
        var tally = await Storm.Run(plan);
        Report.Of(plan, tally, output.WriteLine);
        Assert.Empty(tally.Faults);
        Assert.True(tally[Tallied.Kills] > 0 && tally[Tallied.Orders] > 0, "The storm did nothing: no kill, or no order.");
    }
}
