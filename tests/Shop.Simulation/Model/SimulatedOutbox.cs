using Shop.Messaging.Storage;

namespace Shop.Simulation;

/// <summary>
/// The outbox that the product's <see cref="OutboxRelay"/> works on, in the modelled database. Some mutants read it differently.
/// </summary>
internal sealed class SimulatedOutbox(Database database, Node node, Mutant mutant) : IOutboxStore
{
    private Guid _lastId = Guid.Empty;
    private (long Xid, Guid Id) _lastXid;

    public string Location => database.Module;

    public Task<IReadOnlyList<OutboxRow>> ClaimOverdue(int limit, Guid? everythingAfter, CancellationToken ct) =>
        database.Do<IReadOnlyList<OutboxRow>>(node.Life, () => mutant switch
        {
            Mutant.NaiveCursor => AfterLastId(limit),
            Mutant.XidOrder => BelowHorizon(limit),
            _ => Claim(limit, everythingAfter),
        });

    private List<OutboxRow> Claim(int limit, Guid? everythingAfter)
    {
        var overdue = database.Outbox.Values
            .Where(row => everythingAfter is { } after ? row.Row.Id.CompareTo(after) > 0 : row.LeasedUntil <= node.LeaseNow)
            .Take(limit).ToList();
        foreach (var row in overdue)
            database.Outbox[row.Row.Id] = row with { LeasedUntil = node.LeaseNow + node.Bus.Options.Lease };
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

    public Task<IReadOnlyList<OutboxRow>> Published(IReadOnlyCollection<Guid> eventIds, CancellationToken ct) =>
        database.Do<IReadOnlyList<OutboxRow>>(node.Life, () =>
            [.. eventIds.Where(database.Outbox.ContainsKey).Order().Select(id => database.Outbox[id].Row)]);

    public Task Archive(IReadOnlyCollection<Guid> eventIds, CancellationToken ct) => database.Do(node.Life, () => database.MoveToArchive(eventIds));

    public Task DeletePublished(IReadOnlyCollection<Guid> eventIds, CancellationToken ct) =>
        eventIds.Count == 0 ? Task.CompletedTask : throw new NotSupportedException("The simulated archive stores every event.");
}
