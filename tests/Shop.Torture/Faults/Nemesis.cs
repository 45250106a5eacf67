using System.Diagnostics;
using Npgsql;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>Does to the shops what the plan says, at moments drawn from its seed.</summary>
internal sealed class Nemesis(Plan plan, Street street, TestDatabase database, PostgresServer? server, PostgresProxy? proxy, TroubledAws? aws, Tally tally)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDowntime = TimeSpan.FromSeconds(1);

    private readonly Random _chance = new(plan.Seed);
    private Task _measuring = Task.CompletedTask;

    /// <summary>Rages until the storm is over.</summary>
    public async Task Rage(CancellationToken over)
    {
        using var pace = new PeriodicTimer(Step);
        while (await Next(pace, over))
        {
            if (Happens(plan.Kills))
                street.Kill(_chance);
            if (Happens(plan.ConnectionFaults))
                proxy!.Harm(_chance);
            if (aws is not null && Happens(plan.Weather.Outages))
                aws.GoAway();
            if (Happens(plan.BackendKills))
                await KillABackend();
            if (Happens(plan.DatabaseCrashes))
                await Crash();
        }
        proxy?.Rest();
        aws?.Rest();
        await _measuring;
    }

    private static async Task<bool> Next(PeriodicTimer pace, CancellationToken over)
    {
        try
        {
            return await pace.WaitForNextTickAsync(over);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private bool Happens(double aMinute) => _chance.NextDouble() < aMinute * (Step / TimeSpan.FromMinutes(1));

    private async Task Crash()
    {
        var since = (Clock: Stopwatch.StartNew(), At: DateTime.UtcNow);
        await server!.Crash(LongestDowntime * _chance.NextDouble());
        NpgsqlConnection.ClearAllPools();       // the suite's own
        tally.Count(Tallied.Crashes);
        tally.Took("crash of the database until it takes connections again", since.Clock.Elapsed);
        _measuring = Measure(since.Clock, since.At);
    }

    /// <summary>Waits for the first tick of any inbox after the crash.</summary>
    private async Task Measure(Stopwatch since, DateTime crashed)
    {
        try
        {
            while (!await AnythingHandledAfter(crashed))
                await Task.Delay(Step);
            tally.Took("crash of the database to the first effect", since.Elapsed);
        }
        catch (NpgsqlException)
        {
            // It has crashed again before anything was heard; that crash is measured instead.
        }
    }

    private async Task<bool> AnythingHandledAfter(DateTime crashed)
    {
        foreach (var module in Street.Modules)
            if (await Tables.One(database, module, $"select exists(select 1 from inbox where handled_at > '{crashed:O}')"))
                return true;
        return false;
    }

    private async Task KillABackend()
    {
        try
        {
            var killed = await Tables.One(database, "orders", """
                select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'shop-%' order by random() limit 1
                """);
            if (killed)
                tally.Count("backends terminated");
        }
        catch (NpgsqlException)
        {
            // Our own connection was to a server that has crashed since; the next is fresh.
        }
    }
}
