using Shop.Messaging;

namespace Shop.Simulation;

/// <summary>What has been committed of one module: its rows, its outbox, inbox and archive.</summary>
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

    /// <summary>One statement, which commits by itself; its answer may be lost.</summary>
    /// <exception cref="ConnectionLost">Nobody knows whether it was done.</exception>
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
internal sealed record Published(OutboxRow Row, long Xid, DateTime CarriedUntil);

/// <summary>A row of the inbox: heard when it has no due time, unless it is dead.</summary>
/// <param name="DueAt">When it is tried again.</param>
/// <param name="Dead">Whether it was given up.</param>
/// <param name="Attempts">Tries that failed.</param>
/// <param name="Letter">What is kept; null when heard.</param>
internal sealed record InboxEntry(DateTime? DueAt, bool Dead, int Attempts, InboxMessage? Letter)
{
    public static InboxEntry Heard { get; } = new(null, false, 0, null);

    public bool IsHeard => DueAt is null && !Dead;
}
