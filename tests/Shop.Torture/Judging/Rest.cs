using Shop.Testing;

namespace Shop.Torture;

/// <summary>After the storm: all must come right by itself, but for what is an operator's to decide.</summary>
internal sealed class Rest(Plan plan, TestDatabase database, TroubledAws? aws, IReadOnlyDictionary<string, string> taken, OperatorAtWork @operator, Tally tally)
{
    /// <summary>What is on its way, waiting and dead in a module.</summary>
    public const string Query =
        "select (select count(*) from outbox), (select count(*) from inbox where state in ('pending', 'calling')), (select count(*) from inbox where state = 'dead_lettered')";

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Waits until no event and no order is on its way any more; false when that does not come.</summary>
    public async Task<bool> Come(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        while (!patience.IsCancellationRequested)
        {
            if (await IsReached())
                return true;
            await Decide();
            await Task.Delay(Pace);
        }
        return false;
    }

    /// <summary>What lies in a queue is in no table; what was put meanwhile may be in a table that was looked at before.</summary>
    private async Task<bool> IsReached()
    {
        var accepted = aws?.Accepted;
        return aws?.IsEmpty != false && await TablesAreAtRest() && aws?.IsEmpty != false && aws?.Accepted == accepted;
    }

    private async Task<bool> TablesAreAtRest()
    {
        foreach (var module in Street.Modules)
            if (await Tables.One(database, module, $"select case when exists(select 1 from outbox) or exists(select 1 from inbox where state <> 'handled') then {True} else {False} end"))
                return false;
        // A delivered order waits for nothing but the end of the time in which it can be returned.
        var onTheirWay = plan.Parcels ? "or state in ('Confirmed', 'Shipped')" : "";
        return !await Tables.One(database, "orders",
            $"select case when exists(select 1 from orders where deadline_at is not null and state <> 'Delivered' or held_since is not null {onTheirWay}) then {True} else {False} end");
    }

    private string True => database.Store == StoreKind.Postgres ? "true" : "1";

    private string False => database.Store == StoreKind.Postgres ? "false" : "0";

    /// <summary>Tries what is dead once more, gives up poisoned orders, lets other held ones wait on, and lays strangers aside.</summary>
    private async Task Decide()
    {
        var dead = new List<string>();
        foreach (var module in Street.Modules)
            dead.AddRange(await Tables.Read(database, module, "select rule from inbox where state = 'dead_lettered'", row => row.GetString(0)));
        if (dead.Contains(BuiltInRules.ReceiveName))
        {
            tally.Count("strange events found among the dead letters", dead.Count(rule => rule == BuiltInRules.ReceiveName));
            await @operator.Discard(BuiltInRules.ReceiveName);
        }
        if (dead.Exists(rule => rule != BuiltInRules.ReceiveName))
            await @operator.Redrive();
        foreach (var held in await Tables.Read(database, "orders", "select id from orders where held_since is not null", row => row.GetString(0)))
            await (taken.GetValueOrDefault(held) == MixedOrders.Poison ? @operator.Cancel(held) : @operator.Resume(held));
    }
}
