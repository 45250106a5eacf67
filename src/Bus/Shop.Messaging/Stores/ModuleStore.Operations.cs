using System.Data.Common;

namespace Shop.Messaging;

/// <summary>Operations and the trail of what people did.</summary>
public abstract partial class ModuleStore
{
    private const string OperationColumns =
        "id, kind, state, filter, actor, rate, total, done, failed, reason, started_at, changed_at, ended_at, position, canary";

    internal Task<bool> Begin(BulkOperation operation, CancellationToken ct) => InTransaction(async connection =>
    {
        await connection.Execute("""
            insert into operations (id, kind, state, filter, actor, rate, canary, total)
            values (@id, @kind, 'running', @filter, @actor, @rate, @canary, @total)
            """, ct,
            ("@id", operation.Id), ("@kind", Name(operation.Kind)), ("@filter", operation.Filter), ("@actor", operation.Actor),
            ("@rate", operation.Rate), ("@canary", operation.Canary), ("@total", operation.Total));
        await WriteAudit(connection, operation.Actor, "begin-" + Name(operation.Kind), operation.Id, null, null, null, operation.Filter, ct);
        return true;
    }, ct);

    internal async Task<BulkOperation?> FindOperation(string module, Guid id, CancellationToken ct) =>
        (await Query($"select {OperationColumns} from operations where id = @id", row => Operation(row, module), ct, ("@id", id))).SingleOrDefault();

    /// <summary>A page of them, newest first.</summary>
    internal Task<IReadOnlyList<BulkOperation>> ListOperations(string module, Guid? before, int limit, CancellationToken ct)
    {
        var where = new Where("kind is not null").And("id < @before", "@before", before);
        return Query($"select {OperationColumns} from operations where {where} order by id desc limit @most", row => Operation(row, module), ct,
            [.. where.Values, ("@most", limit)]);
    }

    /// <summary>Takes an operation that nobody works at, with a lease; null when there is none.</summary>
    internal Task<BulkOperation?> ClaimOperation(string module, TimeSpan lease, CancellationToken ct) => InTransaction(async connection =>
    {
        await using var waiting = connection.Statement($"""
            select {OperationColumns} from operations
             where state = 'running' and kind <> 'seed' and claimed_until <= {Now} order by claimed_until limit 1 {SkipLocked}
            """);
        var operation = (await waiting.Read(row => Operation(row, module), ct)).SingleOrDefault();
        if (operation is not null)
            await connection.Execute($"update operations set claimed_until = {NowPlus("@lease")} where id = @id", ct, ("@id", operation.Id), ("@lease", Wait(lease)));
        return operation;
    }, ct);

    /// <summary>Nobody works at them any more, whatever their lease says.</summary>
    internal Task ReleaseOperations(Guid? one, CancellationToken ct)
    {
        var where = new Where("state = 'running'").And("id = @id", "@id", one);
        return Execute($"update operations set claimed_until = {Now} where {where}", ct, where.Values);
    }

    /// <summary>Notes that an operation went on, in the caller's transaction.</summary>
    /// <returns>The operation as it stands; null when it has been ended, or another process has gone on with it.</returns>
    internal async Task<BulkOperation?> Advance(
        DbConnection connection, BulkOperation from, long done, long failed, string position, bool ended, TimeSpan lease, CancellationToken ct)
    {
        await using var advance = connection.Statement($"""
            update operations
               set done = done + @done, failed = failed + @failed, position = @position, canary = @canary, changed_at = {Now}, claimed_until = {NowPlus("@lease")},
                   state = {(ended ? "'finished'" : "state")}, ended_at = {(ended ? Now : "null")}
             where id = @id and state = 'running' and position = @before
            returning {OperationColumns}
            """,
            ("@done", done), ("@failed", failed), ("@position", position), ("@canary", from.Canary), ("@lease", Wait(lease)), ("@id", from.Id), ("@before", from.Cursor));
        return (await advance.Read(row => Operation(row, from.Module), ct)).SingleOrDefault();
    }

    /// <summary>Ends an operation, or lets an ended one go on, and notes who did it.</summary>
    /// <returns>Whether it was in one of the states.</returns>
    internal Task<bool> SetState(Guid id, IReadOnlyList<OperationState> from, OperationState to, string? reason, string actor, CancellationToken ct) => InTransaction(async connection =>
    {
        var changed = await connection.Execute($"""
            update operations set state = @to, reason = @reason, changed_at = {Now}, claimed_until = {Now}, ended_at = {(to == OperationState.Running ? "null" : Now)},
                   canary = case when @to = 'running' then 0 else canary end
             where id = @id and state in ({string.Join(", ", from.Select(state => $"'{Name(state)}'"))})
            """, ct, ("@id", id), ("@to", Name(to)), ("@reason", reason));
        if (changed == 1)
            await WriteAudit(connection, actor, to switch { OperationState.Running => "resume", OperationState.Cancelled => "cancel", _ => "stop" }, id, null, null, null, reason, ct);
        return changed == 1;
    }, ct);

    internal static Task WriteAudit(
        DbConnection connection, string actor, string action, Guid? operation, Guid? eventId, string? rule, string? before, string? after, CancellationToken ct) =>
        connection.Execute("""
            insert into trail (id, actor, action, operation, event_id, rule, before, after)
            values (@id, @actor, @action, @operation, @event_id, @rule, @before, @after)
            """, ct,
            ("@id", Guid.CreateVersion7()), ("@actor", actor), ("@action", action), ("@operation", operation), ("@event_id", eventId), ("@rule", rule),
            ("@before", before), ("@after", after));

    /// <summary>What people did, newest first.</summary>
    internal Task<IReadOnlyList<AuditLogEntry>> AuditLog(string module, Guid? before, Guid? operation, int limit, CancellationToken ct)
    {
        var where = new Where("actor is not null").And("id < @before", "@before", before).And("operation = @operation", "@operation", operation);
        return Query($"select id, at, actor, action, operation, event_id, rule, before, after from trail where {where} order by id desc limit @most",
            row => new AuditLogEntry(
                row.GetGuid(0), Rows.Utc(row, 1), row.GetString(2), row.GetString(3), module, Id(row, 4), Id(row, 5), Rows.Text(row, 6), Rows.Text(row, 7), Rows.Text(row, 8)),
            ct, [.. where.Values, ("@most", limit)]);
    }

    private static Guid? Id(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private static BulkOperation Operation(DbDataReader row, string module) => new(
        row.GetGuid(0), module, Enum.Parse<OperationKind>(row.GetString(1), ignoreCase: true), Enum.Parse<OperationState>(row.GetString(2), ignoreCase: true),
        row.GetString(3), row.GetString(4), row.IsDBNull(5) ? null : row.GetInt32(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), Rows.Text(row, 9),
        Rows.Utc(row, 10), Rows.Utc(row, 11), Rows.Time(row, 12)) { Cursor = row.GetString(13), Canary = row.GetInt32(14) };

    private static string Name(Enum value) => value.ToString().ToLowerInvariant();
}
