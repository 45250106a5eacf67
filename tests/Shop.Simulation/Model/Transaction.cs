using System.Buffers.Binary;
using System.Reflection;
using Shop.Events;
using Shop.Inventory;
using Shop.Orders;

namespace Shop.Simulation;

/// <summary>A transaction of one module: read committed, with row locks, and unseen by others until it has committed.</summary>
internal sealed class Transaction
{
    // As the modules declare them to EF Core.
    private static readonly HashSet<Type> ConcurrencyTokens = [typeof(Order), typeof(Reservation), typeof(OfferedProduct)];

    // The entities hold immutable values only, so a copy of the object is a copy of the row.
    private static readonly Func<object, object> Copy = typeof(object)
        .GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<object, object>>();

    private readonly Dictionary<string, (object Value, long? Version)> _read = [];
    private readonly HashSet<string> _written = [];
    private readonly Dictionary<(Guid, string), InboxEntry> _inbox = [];
    private bool _lost;

    public Transaction(Database database, Node node)
    {
        (Database, Node, Life) = (database, node, node.Life);
        if (!Server.Up)
            throw new ConnectionLost();
        Xid = Server.Begin(this);
    }

    public Database Database { get; }

    public Node Node { get; }

    public Life Life { get; }

    public long Xid { get; }

    public List<object> Locks { get; } = [];

    public List<OutboxRow> Published { get; } = [];

    /// <summary>Messages whose handlers ran in it.</summary>
    public List<InboxMessage> Handled { get; } = [];

    public Transaction? WaitsFor { get; set; }

    /// <summary>Sent for commit: from now on only the server decides.</summary>
    public bool Sent { get; private set; }

    public bool Hangs { get; set; }

    public bool Notifies { get; set; }

    /// <summary>Does something in a transaction of its own and commits it.</summary>
    /// <returns>What has committed; null when nobody knows, or it was refused.</returns>
    public static async Task<Transaction?> Try(Database database, Node node, Func<Transaction, Task> action)
    {
        Transaction? transaction = null;
        try
        {
            transaction = new Transaction(database, node);
            await action(transaction);
            await transaction.Commit();
            return transaction;
        }
        catch (Exception e) when (e is ConnectionLost or Conflict)
        {
            if (transaction is { Sent: false })
                transaction.RollBack();
            return null;
        }
    }

    private Server Server => Database.Server;

    public void MustBeOpen()
    {
        if (_lost)
            throw new ConnectionLost();
    }

    /// <summary>It is rolled back, because its connection or the server is gone.</summary>
    public void Lose()
    {
        _lost = true;
        Server.End(this);
    }

    public Task Lock(object key) => Server.Lock(this, key);

    public async Task<T?> Read<T>(string key, bool locked = false) where T : class
    {
        if (_read.TryGetValue(key, out var known))
            return (T)known.Value;
        await Server.Scheduler.Turn(Life);
        MustBeOpen();
        if (locked && Database.Rows.ContainsKey(key))
            await Lock(key);
        if (!Database.Rows.TryGetValue(key, out var row))
            return null;
        var copy = row.Value is string ? row.Value : Copy(row.Value);
        _read[key] = (copy, row.Version);
        return (T)copy;
    }

    public void Write(string key, object row)
    {
        if (!_read.TryGetValue(key, out var known) || !ReferenceEquals(known.Value, row))
            _read[key] = (row, null);
        _written.Add(key);
    }

    public void Publish(IEvent published, Envelope? causedBy) => Published.Add(Node.Write(published, causedBy));

    /// <summary>The inbox's row, as this transaction would see it once it has the row's lock.</summary>
    public async Task<InboxEntry?> LockInbox((Guid, string) key)
    {
        await Lock(key);
        return _inbox.TryGetValue(key, out var mine) ? mine : Database.Inbox.GetValueOrDefault(key);
    }

    public void WriteInbox((Guid, string) key, InboxEntry entry) => _inbox[key] = entry;

    /// <summary>
    /// Sends the changes. Rejects a row changed by another if the module declares a concurrency token; always rejects a duplicate key.
    /// </summary>
    private async Task Save()
    {
        foreach (var key in _written)
        {
            await Lock(key);
            var (value, version) = _read[key];
            var now = Database.Rows.GetValueOrDefault(key)?.Version;
            if (version is null ? now is not null : now != version && ConcurrencyTokens.Contains(value.GetType()))
                throw new Conflict($"{key} has changed");
        }
    }

    /// <exception cref="ConnectionLost">Whether it has committed is unknown.</exception>
    /// <exception cref="Conflict">It was rejected and is rolled back.</exception>
    public async Task Commit()
    {
        try
        {
            await Save();
            await Server.LockForNotify(this);
        }
        catch
        {
            RollBack();
            throw;
        }
        await Server.Scheduler.Turn(Life);
        MustBeOpen();
        try
        {
            await Meet(Server.NextOutcome(this));
        }
        catch (ConnectionLost)
        {
            Node.Stations[Database.Module].Recheck(Published);
            throw;
        }
    }

    private async Task Meet(CommitOutcome outcome)
    {
        Sent = true;
        switch (outcome)
        {
            case CommitOutcome.Lost:
                Server.Scheduler.Later(Server.Life, Server.Scheduler.Within(TimeSpan.FromSeconds(1)), RollBack);
                throw new ConnectionLost();
            case CommitOutcome.Late:
                Server.Scheduler.Later(Server.Life, Server.Scheduler.Within(TimeSpan.FromSeconds(5)), Apply);
                throw new ConnectionLost();
            case CommitOutcome.Hung:
                await Server.Scheduler.Sleep(Life, TimeSpan.FromSeconds(30));
                throw new ConnectionLost();
        }
        Apply();
        await Server.Scheduler.Turn(Life);
        if (outcome == CommitOutcome.Unanswered)
            throw new ConnectionLost();
    }

    public void RollBack() => Server.End(this);

    /// <summary>From now on others see it.</summary>
    public void Apply()
    {
        if (_lost)
            return;
        foreach (var key in _written)
        {
            Server.Ledger.Change(Database, key, _read[key].Value);
            Database.Rows[key] = new StoredRow(_read[key].Value, Database.Rows.GetValueOrDefault(key)?.Version + 1 ?? 1);
        }
        foreach (var (key, entry) in _inbox)
            Database.Inbox[key] = entry;
        foreach (var row in Published)
            Database.Outbox.Add(row.Id, new Published(row, Xid, Node.LeaseNow + Node.Bus.Options.Lease));
        Server.Ledger.RecordHandled(Database, Handled);
        Server.End(this);
    }

    /// <summary>An id that sorts by when it was made, as a UUIDv7 does.</summary>
    public static Guid Id(long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return new Guid(bytes, bigEndian: true);
    }
}
