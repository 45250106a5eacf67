using Shop.Testing;

namespace Shop.Torture;

/// <summary>
/// Modules in their own processes with their own databases, EventBridge and SQS between them and the rest: their code is unchanged.
/// On the other store, and with two thousand orders: <c>-- apart --store sqlite</c>, <c>-- moves --store postgres</c>.
/// </summary>
public sealed class ExtractionTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Three_processes_that_are_killed_in_turn_lose_nothing_and_double_nothing()
    {
        var plan = Plan.ThreeProcesses(StoreKind.Postgres) with
        {
            Orders = 120, KillsAtOrders = 3, Troubled = false, Deadline = TimeSpan.FromMinutes(10), AtLeast = new Dictionary<string, int> { [Tallied.Kills] = 3, [Tallied.Orders] = 120 },
        };
        var tally = await Storm.Run(plan);
        Assert.True(Report.Of(plan, tally, output.WriteLine), string.Join('\n', tally.Faults));
    }

    [Fact]
    public async Task A_module_leaves_and_comes_back_while_orders_are_placed()
    {
        var plan = Plan.OutAndBack(StoreKind.Sqlite);
        var tally = await Storm.Run(plan);
        Assert.True(Report.Of(plan, tally, output.WriteLine), string.Join('\n', tally.Faults));
    }
}
