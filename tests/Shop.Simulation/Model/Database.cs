
namespace Shop.Simulation;

/// <summary>The committed data of one module: its rows, its outbox, inbox and archive.</summary>
internal sealed class Database(string module, Server server)
{
    public string Module { get; } = module;

    public Server Server { get; } = server;

    public Dictionary<string, StoredRow> Rows { get; } = [];

    /// <summary>By id.</summary>
    public SortedDictionary<Guid, Published> Outbox { get; } = [];

    public List<OutboxRow> Archive { get; } = [];

    public Dictionary<(Guid EventId, string Rule), InboxEntry> Inbox { get; } = [];

    public T? Find<T>(string key) where T : class => Rows.TryGetValue(key, out var row) ? (T)row.Value : null;

    public int MoveToArchive(IEnumerable<Guid> ids)
    {
        var before = Archive.Count;
        foreach (var id in ids)
            if (Outbox.Remove(id, out var row))
                Archive.Add(row.Row);
        return Archive.Count - before;
    }

    public IEnumerable<T> All<T>() => Rows.Values.Select(row => row.Value).OfType<T>();

    /// <summary>One statement, which commits by itself; its response may be lost.</summary>
    /// <exception cref="ConnectionLost">Whether it was done is unknown.</exception>
    public async Task<T> Do<T>(Life life, Func<T> statement)
    {
        await Server.Scheduler.Turn(life);
        if (!Server.Up)
        {
            await Server.Scheduler.Sleep(life, TimeSpan.FromMilliseconds(50));
            throw new ConnectionLost();
        }
        var answer = statement();
        await Server.Scheduler.Turn(life);
        return Server.Up ? answer : throw new ConnectionLost();
    }
}

/// <summary>A row and how often it was written.</summary>
internal sealed record StoredRow(object Value, long Version);

/// <summary>A row of the outbox.</summary>
internal sealed record Published(OutboxRow Row, long Xid, DateTime LeasedUntil);

/// <summary>A row of the inbox.</summary>
/// <param name="State">The message's state.</param>
/// <param name="NextAttemptAt">When a pending message is due.</param>
/// <param name="LeasedUntil">While a process works at it: when another may claim it.</param>
/// <param name="Message">The message; null when handled.</param>
internal sealed record InboxEntry(InboxState State, DateTime? NextAttemptAt, DateTime? LeasedUntil, InboxMessage? Message)
{
    public static InboxEntry Handled { get; } = new(InboxState.Handled, null, null, null);

    public bool IsOpen => State is InboxState.Pending or InboxState.Calling;

    public bool IsDead => State == InboxState.DeadLettered;

    public DateTime? DueAt => IsOpen ? LeasedUntil ?? NextAttemptAt : null;
}
