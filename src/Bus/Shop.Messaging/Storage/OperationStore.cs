using System.Data.Common;

namespace Shop.Messaging.Storage;

/// <summary>A module's long-running operations, and the audit log of what operators did.</summary>
internal interface IOperationStore
{
    /// <summary>Inserts an operation and its entry in the audit log.</summary>
    Task Start(BulkOperation operation, CancellationToken ct);

    /// <summary>The operation of that id; null when the module has none.</summary>
    Task<BulkOperation?> Find(string module, Guid id, CancellationToken ct);

    /// <summary>A page of operations, newest first.</summary>
    Task<IReadOnlyList<BulkOperation>> List(string module, Guid? before, int limit, CancellationToken ct);

    /// <summary>Claims, with a lease, a running operation that no process works at; null when there is none.</summary>
    Task<BulkOperation?> Claim(string module, CancellationToken ct);

    /// <summary>Ends the leases of all running operations, or of one.</summary>
    Task ReleaseLeases(Guid? one, CancellationToken ct);

    /// <summary>Records progress.</summary>
    /// <returns>The operation's row; null when it has been ended, or another process has continued it.</returns>
    Task<BulkOperation?> Advance(BulkOperation from, long done, long failed, string cursor, bool ended, CancellationToken ct);

    /// <summary>Ends an operation or lets an ended one continue, and writes the audit log.</summary>
    /// <returns>Whether it was in one of the states.</returns>
    Task<bool> SetState(Guid id, IReadOnlyList<OperationState> from, OperationState to, string? reason, string actor, CancellationToken ct);

    /// <summary>A page of the audit log, newest first.</summary>
    Task<IReadOnlyList<AuditLogEntry>> AuditLog(string module, Guid? before, Guid? operation, int limit, CancellationToken ct);
}

/// <summary>The operations in a module's database.</summary>
internal sealed class OperationStore(ModuleDatabase database, TimeSpan lease) : IOperationStore
{
    private const string Columns = "id, kind, state, filter, actor, rate, total, done, failed, reason, started_at, changed_at, ended_at, cursor, canary";

    private SqlDialect Sql => database.Dialect;

    public Task Start(BulkOperation operation, CancellationToken ct) => database.InTransaction(async connection =>
    {
        await connection.Execute("""
            insert into operations (id, kind, state, filter, actor, rate, canary, total)
            values (@id, @kind, 'running', @filter, @actor, @rate, @canary, @total)
            """, ct,
            ("@id", operation.Id), ("@kind", Name(operation.Kind)), ("@filter", operation.Filter), ("@actor", operation.Actor),
            ("@rate", operation.Rate), ("@canary", operation.Canary), ("@total", operation.Total));
        await WriteAudit(connection, operation.Actor, "start-" + Name(operation.Kind), operation.Id, null, null, null, operation.Filter, ct);
        return true;
    }, ct);

    public async Task<BulkOperation?> Find(string module, Guid id, CancellationToken ct) =>
        (await database.Query($"select {Columns} from operations where id = @id", Read(module), ct, ("@id", id))).SingleOrDefault();

    public Task<IReadOnlyList<BulkOperation>> List(string module, Guid? before, int limit, CancellationToken ct)
    {
        var where = new Where("kind is not null").And("id < @before", "@before", before);
        return database.Query(
            $"select {Columns} from operations where {where} order by id desc limit @limit", Read(module), ct, [.. where.Values, ("@limit", limit)]);
    }

    public async Task<BulkOperation?> Claim(string module, CancellationToken ct) => (await database.Claim($"""
        with free as materialized (
          select id as free_id from operations where state = 'running' and leased_until <= {Sql.Now} order by leased_until limit 1 {Sql.SkipLocked})
        update operations set leased_until = {Sql.NowPlus("@lease")} from free where id = free_id
        returning {Columns}
        """, Read(module), ct, ("@lease", Sql.Interval(lease)))).SingleOrDefault();

    public Task ReleaseLeases(Guid? one, CancellationToken ct)
    {
        var where = new Where("state = 'running'").And("id = @id", "@id", one);
        return database.Execute($"update operations set leased_until = {Sql.Now} where {where}", ct, where.Values);
    }

    public Task<BulkOperation?> Advance(BulkOperation from, long done, long failed, string cursor, bool ended, CancellationToken ct) =>
        database.InTransaction(connection => Advance(connection, Sql, from, done, failed, cursor, ended, lease, ct), ct);

    /// <summary>Records progress in the caller's transaction, which may change other tables.</summary>
    internal static async Task<BulkOperation?> Advance(
        DbConnection connection, SqlDialect sql, BulkOperation from, long done, long failed, string cursor, bool ended, TimeSpan lease, CancellationToken ct)
    {
        await using var advance = connection.Statement($"""
            update operations
               set done = done + @done, failed = failed + @failed, cursor = @cursor, canary = @canary,
                   changed_at = {sql.Now}, leased_until = {sql.NowPlus("@lease")},
                   state = {(ended ? "'finished'" : "state")}, ended_at = {(ended ? sql.Now : "null")}
             where id = @id and state = 'running' and cursor = @before
            returning {Columns}
            """,
            ("@done", done), ("@failed", failed), ("@cursor", cursor), ("@canary", from.Canary), ("@lease", sql.Interval(lease)), ("@id", from.Id),
            ("@before", from.Cursor));
        return (await advance.Read(Read(from.Module), ct)).SingleOrDefault();
    }

    public Task<bool> SetState(Guid id, IReadOnlyList<OperationState> from, OperationState to, string? reason, string actor, CancellationToken ct) =>
        database.InTransaction(async connection =>
        {
            var changed = await connection.Execute($"""
                update operations set state = @to, reason = @reason, changed_at = {Sql.Now}, leased_until = {Sql.Now},
                       ended_at = {(to == OperationState.Running ? "null" : Sql.Now)}, canary = case when @to = 'running' then 0 else canary end
                 where id = @id and state in ({string.Join(", ", from.Select(state => $"'{Name(state)}'"))})
                """, ct, ("@id", id), ("@to", Name(to)), ("@reason", reason));
            if (changed == 1)
                await WriteAudit(connection, actor, to switch { OperationState.Running => "resume", OperationState.Cancelled => "cancel", _ => "stop" },
                    id, null, null, null, reason, ct);
            return changed == 1;
        }, ct);

    internal static Task WriteAudit(
        DbConnection connection, string actor, string action, Guid? operation, Guid? eventId, string? rule, string? before, string? after,
        CancellationToken ct) =>
        connection.Execute("""
            insert into audit_log (id, actor, action, operation, event_id, rule, before, after)
            values (@id, @actor, @action, @operation, @event_id, @rule, @before, @after)
            """, ct,
            ("@id", Guid.CreateVersion7()), ("@actor", actor), ("@action", action), ("@operation", operation), ("@event_id", eventId), ("@rule", rule),
            ("@before", before), ("@after", after));

    public Task<IReadOnlyList<AuditLogEntry>> AuditLog(string module, Guid? before, Guid? operation, int limit, CancellationToken ct)
    {
        var where = new Where("actor is not null").And("id < @before", "@before", before).And("operation = @operation", "@operation", operation);
        return database.Query(
            $"select id, at, actor, action, operation, event_id, rule, before, after from audit_log where {where} order by id desc limit @limit",
            row => new AuditLogEntry(row.GetGuid(0), row.Utc(1), row.GetString(2), row.GetString(3), module, row.IdOrNull(4), row.IdOrNull(5),
                row.TextOrNull(6), row.TextOrNull(7), row.TextOrNull(8)),
            ct, [.. where.Values, ("@limit", limit)]);
    }

    private static Func<DbDataReader, BulkOperation> Read(string module) => row => new BulkOperation(
        row.GetGuid(0), module, Enum.Parse<OperationKind>(row.GetString(1), ignoreCase: true), Enum.Parse<OperationState>(row.GetString(2), ignoreCase: true),
        row.GetString(3), row.GetString(4), row.IsDBNull(5) ? null : row.GetInt32(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.TextOrNull(9),
        row.Utc(10), row.Utc(11), row.UtcOrNull(12)) { Cursor = row.GetString(13), Canary = row.GetInt32(14) };

    internal static string Name(Enum value) => value.ToString().ToLowerInvariant();
}
