using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>One run: databases, shops on them, customers, all faults, and the verdict.</summary>
internal static class Storm
{
    public static async Task<Tally> Run(Plan plan)
    {
        var tally = new Tally();
        await using var server = plan.Store == StoreKind.Postgres ? await PostgresServer.OrSkipAsync(PostgresServer.StartMortalAsync()) : null;
        await using var proxy = server is null ? null : new PostgresProxy(new NpgsqlConnectionStringBuilder(server.ConnectionString).Port, tally);
        await using var homes = await Homes.Build(plan, server, connection => Street.Through(proxy!.Port, connection));
        await using var aws = await TroubledAws.Start(plan, tally);
        var houses = new Houses(plan, homes, [.. Street.Settings(plan)], aws);
        var failPoints = new FailPoints(plan);
        await using (var street = await Street.Open(houses.First, failPoints, tally))
            await Live(plan, new Scene(street, houses, homes, server, proxy, aws, failPoints, tally));
        return tally;
    }

    private static async Task Live(Plan plan, Scene scene)
    {
        var (street, database, tally) = (scene.Street, scene.Homes.Seen, scene.Tally);
        var chance = new Random(plan.Seed);
        var killedAt = new HashSet<int>();
        while (killedAt.Count < plan.KillsAtOrders)
            killedAt.Add(chance.Next(20, plan.Orders));
        var kills = new ConcurrentBag<Task>();
        var removal = new Removal(plan, street, scene.Houses, scene.Homes, tally);
        var customers = new Customers(plan, street, tally) { Placing = At };
        var @operator = new OperatorAtWork(plan, street, tally);

        if (plan.Mutant is { } mutant)
            await mutant.SwitchOn(database);

        using var over = new CancellationTokenSource();
        using var watched = new CancellationTokenSource();
        var watching = new Watch(database, tally).Look(watched.Token);
        var ordering = customers.Order(over.Token);
        Task[] others =
        [
            new Nemesis(plan, street, database, scene.Server, scene.Proxy, scene.Aws, tally).Rage(over.Token),
            plan.Operator ? @operator.Work(over.Token) : Task.CompletedTask,
            plan.HeldHorizon ? HeldHorizon.Hold(database, tally, over.Token) : Task.CompletedTask,
        ];
        await IsOver(plan, tally, ordering);
        scene.FailPoints.Storm = false;
        await over.CancelAsync();
        await Task.WhenAll([ordering, removal.Done, .. others, .. kills]);
        street.Calm();

        var calm = Stopwatch.StartNew();
        if (!await new Rest(plan, database, scene.Aws, customers.Taken, @operator, tally).Come(plan.Patience))
            tally.Fault("Not everything has come to rest.");
        tally.Took("end of the storm until nothing is on its way any more", calm.Elapsed);
        await new Verdict(plan, database, [.. customers.Taken.Keys], tally).Judge();
        await watched.CancelAsync();
        await watching;

        void At(int order)
        {
            if (killedAt.Contains(order))
                kills.Add(street.KillOnceOpen());
            removal.At(order);
        }
    }

    /// <summary>Ends when all orders are placed, or when the time is over and the required faults have happened.</summary>
    private static async Task IsOver(Plan plan, Tally tally, Task ordering)
    {
        var clock = Stopwatch.StartNew();
        while (!ordering.IsCompleted && (clock.Elapsed < plan.Storm || clock.Elapsed < plan.Storm * plan.Longest && plan.AtLeast.Any(least => tally[least.Key] < least.Value)))
            await Task.WhenAny(ordering, Task.Delay(TimeSpan.FromMilliseconds(200)));
        tally.Took("storm", clock.Elapsed);
    }

    private sealed record Scene(
        Street Street, Houses Houses, Homes Homes, PostgresServer? Server, PostgresProxy? Proxy, TroubledAws? Aws, FailPoints FailPoints, Tally Tally);
}
