using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Messaging;

namespace Shop.Simulation;

/// <summary>What the product's own <see cref="OutboxRelay"/> asks of a module's database, answered by the modelled one.</summary>
internal sealed class SimulatedStore(Database database, Node node, Mutant mutant) : ModuleStore
{
    private Guid _lastId = Guid.Empty;
    private (long Xid, Guid Id) _lastXid;

    internal override Task<IReadOnlyList<OutboxRow>> ClaimOverdue(int limit, TimeSpan lease, Guid? everythingAfter, CancellationToken ct) =>
        database.Do<IReadOnlyList<OutboxRow>>(node.Life, () => mutant switch
        {
            Mutant.NaiveCursor => AfterLastId(limit),
            Mutant.XidOrder => BelowHorizon(limit),
            _ => Claim(limit, lease, everythingAfter),
        });

    private List<OutboxRow> Claim(int limit, TimeSpan lease, Guid? everythingAfter)
    {
        var overdue = database.Outbox.Values
            .Where(row => everythingAfter is { } after ? row.Row.Id.CompareTo(after) > 0 : row.CarriedUntil <= node.LeaseNow)
            .Take(limit).ToList();
        foreach (var row in overdue)
            database.Outbox[row.Row.Id] = row with { CarriedUntil = node.LeaseNow + lease };
        return [.. overdue.Select(row => row.Row)];
    }

    private List<OutboxRow> AfterLastId(int limit)
    {
        var next = database.Outbox.Values.Select(row => row.Row).Where(row => row.Id.CompareTo(_lastId) > 0).Take(limit).ToList();
        _lastId = next.Count > 0 ? next[^1].Id : _lastId;
        return next;
    }

    private List<OutboxRow> BelowHorizon(int limit)
    {
        var next = database.Outbox.Values.Where(row => row.Xid < database.Server.Horizon && (row.Xid, row.Row.Id).CompareTo(_lastXid) > 0)
            .OrderBy(row => (row.Xid, row.Row.Id)).Take(limit).ToList();
        _lastXid = next.Count > 0 ? (next[^1].Xid, next[^1].Row.Id) : _lastXid;
        return [.. next.Select(row => row.Row)];
    }

    internal override Task<IReadOnlyList<OutboxRow>> Published(IReadOnlyCollection<Guid> eventIds, CancellationToken ct) =>
        database.Do<IReadOnlyList<OutboxRow>>(node.Life, () =>
            [.. eventIds.Where(database.Outbox.ContainsKey).Order().Select(id => database.Outbox[id].Row)]);

    internal override Task Archive(IReadOnlyCollection<Guid> eventIds, CancellationToken ct) => database.Do(node.Life, () => database.MoveToArchive(eventIds));

    public override StoreKind Kind => StoreKind.Postgres;

    public override bool Exclusive => false;

    public override string Location => database.Module;

    internal override bool InsertsAreOneTransaction => true;

    // The rest is asked by parts of the bus that the simulation models itself.
    internal override void Configure(DbContextOptionsBuilder options) => throw NotAsked();

    public override Task<DbConnection> Open(CancellationToken ct) => throw NotAsked();

    internal override ValueTask<IDisposable?> AcquireWriteLock(CancellationToken ct) => throw NotAsked();

    internal override Task Publish(DbConnection connection, IReadOnlyCollection<OutboxRow> published, CancellationToken ct) => throw NotAsked();

    internal override bool AppendOutboxInsert(DbCommand command, IReadOnlyCollection<OutboxRow> published) => throw NotAsked();

    internal override Task<HashSet<(Guid, string)>> InsertInbox(
        DbConnection connection, IReadOnlyCollection<InboxMessage> messages, TimeSpan lease, CancellationToken ct) => throw NotAsked();

    internal override Task<HashSet<(Guid, string)>> MarkHandled(DbConnection connection, IReadOnlyCollection<InboxMessage> messages, CancellationToken ct) =>
        throw NotAsked();

    internal override Task RecordFailure(InboxMessage message, Failure failure, CancellationToken ct) => throw NotAsked();

    internal override Task<IReadOnlyList<StoredMessage>> ClaimDue(int limit, TimeSpan lease, CancellationToken ct) => throw NotAsked();

    internal override Task<TimeSpan?> NextDue(CancellationToken ct) => throw NotAsked();

    internal override Task ReleaseLeases(CancellationToken ct) => throw NotAsked();

    public override Task<Backlog> Backlog(CancellationToken ct) => throw NotAsked();

    internal override Task<Lag> Lag(CancellationToken ct) => throw NotAsked();

    internal override Task<IReadOnlyList<Envelope>> PublishedFor(string subject, CancellationToken ct) => throw NotAsked();

    internal override Task<IReadOnlyList<InboxRow>> HandlingOf(IReadOnlyCollection<Guid> eventIds, CancellationToken ct) => throw NotAsked();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private protected override string Now => throw NotAsked();

    private protected override string NowPlus(string parameter) => throw NotAsked();

    private protected override object Wait(TimeSpan wait) => throw NotAsked();

    private protected override string SkipLocked => throw NotAsked();

    private protected override string WaitForLocked => throw NotAsked();

    private static NotSupportedException NotAsked() => new("The relay does not ask this.");
}
