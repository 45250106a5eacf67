namespace Shop.Simulation;

/// <summary>The modelled PostgreSQL: transactions in flight, locks and their waiters, unacknowledged commits, crashes.</summary>
internal sealed class Server(Scheduler scheduler, Weather weather, Mutant mutant, Ledger ledger)
{
    private readonly Dictionary<(Database, object), Transaction> _locks = [];
    private readonly List<Transaction> _open = [];
    private readonly Signal _released = new(scheduler);
    private long _xid;

    public Scheduler Scheduler => scheduler;

    public Ledger Ledger => ledger;

    public Life Life { get; } = new();

    public bool Up { get; private set; } = true;

    /// <summary>While it lasts, commits may go wrong.</summary>
    public bool Storm { get; set; } = true;

    /// <summary>Whether a session has idled in its transaction since before all others.</summary>
    public bool HorizonHeld { get; set; }

    public IReadOnlyList<Transaction> Open => _open;

    /// <summary>Transactions from this id on may still be open.</summary>
    public long Horizon => HorizonHeld ? 0 : _open.Count > 0 ? _open.Min(open => open.Xid) : _xid + 1;

    public long Begin(Transaction transaction)
    {
        _open.Add(transaction);
        return ++_xid;
    }

    public bool IsLocked(Database database, object key) => _locks.ContainsKey((database, key));

    /// <summary>Takes a lock until the transaction ends; waits for its holder.</summary>
    /// <exception cref="Conflict">The two wait for each other.</exception>
    public async Task Lock(Transaction wants, object key)
    {
        wants.MustBeOpen();
        while (_locks.TryGetValue((wants.Database, key), out var holder) && holder != wants)
        {
            for (var other = holder; other is not null; other = other.WaitsFor)
                if (other == wants)
                    throw new Conflict("deadlock");
            wants.WaitsFor = holder;
            await _released.Wait(wants.Life);
            wants.WaitsFor = null;
            wants.MustBeOpen();
        }
        if (_locks.TryAdd((wants.Database, key), wants))
            wants.Locks.Add(key);
    }

    /// <summary>The cost of NOTIFY: one lock for the whole server, held until the commit is done.</summary>
    public async Task LockForNotify(Transaction commits)
    {
        if (mutant != Mutant.NotifyInTransaction)
            return;
        while (_open.Find(open => open != commits && open.Notifies) is not null)
        {
            await _released.Wait(commits.Life);
            commits.MustBeOpen();
        }
        commits.Notifies = true;
    }

    /// <summary>A transaction has ended, one way or the other.</summary>
    public void End(Transaction ended)
    {
        if (!_open.Remove(ended))
            return;
        foreach (var key in ended.Locks)
            _locks.Remove((ended.Database, key));
        _released.Ring();
    }

    /// <summary>Ends all connections of a killed process; what was not sent for commit is rolled back.</summary>
    public void Disconnect(Life life)
    {
        foreach (var open in _open.Where(open => open.Life == life && !open.Sent).ToList())
            open.Lose();
    }

    /// <summary>Uncommitted data is lost; no client gets a response until the server is up again.</summary>
    public void Crash(TimeSpan downtime)
    {
        Up = false;
        foreach (var open in _open.ToList())
            open.Lose();
        scheduler.Later(Life, downtime, () => Up = true);
    }

    public CommitOutcome NextOutcome(Transaction commits)
    {
        if (commits.Hangs)
            return CommitOutcome.Hung;
        if (!Storm || !scheduler.Happens(weather.BadCommits))
            return CommitOutcome.Fine;
        return (CommitOutcome)scheduler.Chance.Next(1, 4);
    }
}

/// <summary>What becomes of a commit.</summary>
internal enum CommitOutcome
{
    Fine,

    /// <summary>It never reaches the server.</summary>
    Lost,

    /// <summary>It is done, and the response is lost.</summary>
    Unanswered,

    /// <summary>The client gives up before the server has done it.</summary>
    Late,

    /// <summary>Late, for as long as the run needs.</summary>
    Hung,
}

/// <summary>The connection ended: the outcome of the request is unknown.</summary>
internal sealed class ConnectionLost() : Exception("The connection was lost.");

/// <summary>The database rejects: a duplicate key, a changed row, a deadlock.</summary>
internal sealed class Conflict(string what) : Exception(what);
