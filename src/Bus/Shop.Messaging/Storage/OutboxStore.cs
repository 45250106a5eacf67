using System.Data.Common;

namespace Shop.Messaging.Storage;

/// <summary>What the outbox relay needs of a module's database.</summary>
internal interface IOutboxStore
{
    /// <summary>Where the outbox is, for messages to people.</summary>
    string Location { get; }

    /// <summary>Claims published events whose lease has ended: no process seems to be sending them.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="everythingAfter">Claims events with larger ids whatever their lease, page by page; null for overdue ones only.</param>
    /// <param name="ct">Ends the search.</param>
    Task<IReadOnlyList<OutboxRow>> ClaimOverdue(int limit, Guid? everythingAfter, CancellationToken ct);

    /// <summary>Published events by id, oldest first; those that have left the outbox are missing.</summary>
    Task<IReadOnlyList<OutboxRow>> Published(IReadOnlyCollection<Guid> eventIds, CancellationToken ct);

    /// <summary>Moves handled events from the outbox to the archive.</summary>
    Task Archive(IReadOnlyCollection<Guid> eventIds, CancellationToken ct);

    /// <summary>Deletes handled events that the archive does not store.</summary>
    Task DeletePublished(IReadOnlyCollection<Guid> eventIds, CancellationToken ct);
}

/// <summary>The outbox in a module's database.</summary>
internal sealed class OutboxStore(ModuleDatabase database, TimeSpan lease) : IOutboxStore
{
    private SqlDialect Sql => database.Dialect;

    public string Location => database.Location;

    /// <summary>Appends the insert of published events to a command that is about to run in the transaction which changes the module's data.</summary>
    public void AppendInsert(DbCommand command, IReadOnlyCollection<OutboxRow> published)
    {
        var rows = Sql.Rows(command, "published",
            new("id", published.Select(row => row.Id).ToArray()),
            new("detail_type", published.Select(row => row.DetailType).ToArray()),
            new("subject", published.Select(row => row.Subject).ToArray()),
            new("correlation_id", published.Select(row => row.CorrelationId).ToArray()),
            new("envelope", published.Select(row => row.EnvelopeText).ToArray()));
        command.AddParameter("@published_lease", Sql.Interval(lease));
        command.CommandText += $"""
            insert into outbox (id, detail_type, subject, correlation_id, envelope, leased_until)
            select id, detail_type, subject, correlation_id, envelope, {Sql.NowPlus("@published_lease")} from {rows}
            """;
    }

    public async Task<IReadOnlyList<OutboxRow>> ClaimOverdue(int limit, Guid? everythingAfter, CancellationToken ct)
    {
        var which = everythingAfter is null ? $"leased_until <= {Sql.Now}" : "id > @after";
        var claimed = await database.Claim($"""
            with overdue as materialized (select id from outbox where {which} order by id limit @limit {Sql.SkipLocked})
            update outbox set leased_until = {Sql.NowPlus("@lease")} from overdue where outbox.id = overdue.id
            returning {OutboxRow.Columns}
            """, OutboxRow.Read, ct, [("@limit", limit), ("@lease", Sql.Interval(lease)), .. After(everythingAfter)]);
        return [.. claimed.OrderBy(row => row.Id.ToString(), StringComparer.Ordinal)];
    }

    private static (string, object?)[] After(Guid? id) => id is null ? [] : [("@after", id)];

    public Task<IReadOnlyList<OutboxRow>> Published(IReadOnlyCollection<Guid> eventIds, CancellationToken ct) => database.Query(
        $"select {OutboxRow.Columns} from outbox where {Sql.IsOneOf("id", "@ids")} order by id", OutboxRow.Read, ct, ("@ids", Sql.Ids(eventIds)));

    public Task Archive(IReadOnlyCollection<Guid> eventIds, CancellationToken ct) => database.PipelinesInserts
        ? database.Execute(Sql.MoveToArchive, ct, ("@ids", Sql.Ids(eventIds)))
        : database.InTransaction(connection => connection.Execute(Sql.MoveToArchive, ct, ("@ids", Sql.Ids(eventIds))), ct);

    public Task DeletePublished(IReadOnlyCollection<Guid> eventIds, CancellationToken ct) =>
        database.Execute($"delete from outbox where {Sql.IsOneOf("id", "@ids")}", ct, ("@ids", Sql.Ids(eventIds)));

    /// <summary>What the module's outbox and inbox still have to do.</summary>
    public async Task<Backlog> Backlog(CancellationToken ct) => (await database.Query($"""
        select (select count(*) from outbox), coalesce(sum(case when in_flight then 1 else 0 end), 0), coalesce(sum(case when in_flight then 0 else 1 end), 0),
               (select count(*) from inbox where state = 'dead_lettered')
          from (select state = 'calling' or coalesce(leased_until > {Sql.Now}, false) as in_flight from inbox where state in ('pending', 'calling')) as waiting
        """, row => new Backlog(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), ct))[0];

    /// <summary>How far behind the module is, and for how long a transaction has kept its database from clearing away deleted rows.</summary>
    public async Task<(Guid? OldestPublished, TimeSpan? OldestTransaction)> Lag(CancellationToken ct) => (await database.Query(
        $"select (select id from outbox order by id limit 1), {Sql.OldestTransaction}",
        row => (row.IdOrNull(0), row.IsDBNull(1) ? (TimeSpan?)null : TimeSpan.FromSeconds(row.GetDouble(1))), ct))[0];

    /// <summary>The first published events that every rule should have handled long ago.</summary>
    public Task<IReadOnlyList<(string DetailType, string Subject)>> Stuck(TimeSpan longerThan, CancellationToken ct) => database.Query(
        $"select detail_type, subject from outbox where published_at < {Sql.NowPlus("@ago")} order by id limit 100",
        row => (row.GetString(0), row.GetString(1)), ct, ("@ago", Sql.Interval(-longerThan)));
}

/// <summary>What a module has still to do.</summary>
/// <param name="Outbox">Published events that some rule has not handled yet.</param>
/// <param name="InFlight">Stored messages that a process works at: external calls, and retries under lease.</param>
/// <param name="Pending">Failed messages that wait for their next attempt.</param>
/// <param name="DeadLetters">Dead letters.</param>
public sealed record Backlog(long Outbox, long InFlight, long Pending, long DeadLetters);
