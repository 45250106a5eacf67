using Shop.Testing;

namespace Shop.Torture;

/// <summary>
/// Modules in their own processes with their own databases, EventBridge and SQS between them and the rest: their code is unchanged.
/// The same with two thousand orders: <c>-- apart</c>.
/// </summary>
public sealed class ExtractionTests(ITestOutputHelper output)
{
    [Theory, EachStore]
    public async Task Three_processes_that_are_killed_in_turn_lose_nothing_and_double_nothing(StoreKind store)
    {
        var plan = Plan.ThreeProcesses(store) with
        {
            Orders = 120, KillsAtOrders = 3, Troubled = false, Deadline = TimeSpan.FromMinutes(10), AtLeast = new Dictionary<string, int> { [Tallied.Kills] = 3, [Tallied.Orders] = 120 },
        };
        var tally = await Storm.Run(plan);
        Assert.True(Report.Of(plan, tally, output.WriteLine), string.Join('\n', tally.Faults));
    }

    [Theory, EachStore]
    public async Task A_module_leaves_and_comes_back_while_orders_are_placed(StoreKind store)
    {
        var plan = Plan.OutAndBack(store);
        var tally = await Storm.Run(plan);
        Assert.True(Report.Of(plan, tally, output.WriteLine), string.Join('\n', tally.Faults));
    }
}
