using System.Data.Common;
using System.Text.Json;

namespace Shop.Messaging.Storage;

/// <summary>A module's dead letters: found, counted, redriven, discarded, parked.</summary>
internal interface IDeadLetterStore
{
    /// <summary>A page of dead letters, newest event first.</summary>
    Task<IReadOnlyList<DeadLetter>> List(string module, Where where, int limit, CancellationToken ct);

    /// <summary>Whether there is any; costs next to nothing, since mostly there is none.</summary>
    Task<bool> Any(CancellationToken ct);

    /// <summary>How many match.</summary>
    Task<long> Count(DeadLetterFilter filter, CancellationToken ct);

    /// <summary>The dead letters that match, by rule and cause, the most frequent first.</summary>
    Task<IReadOnlyList<DeadLetterGroup>> Groups(string module, DeadLetterFilter filter, CancellationToken ct);

    /// <summary>The failed attempts of one, oldest first.</summary>
    Task<IReadOnlyList<FailedAttempt>> Attempts(Guid eventId, string rule, CancellationToken ct);

    /// <summary>Redrives those that were redriven so often and have been dead for so long.</summary>
    /// <returns>How many.</returns>
    Task<int> RedriveDue(int redrives, TimeSpan deadFor, int limit, CancellationToken ct);

    /// <summary>Redrives or discards the next dead letters of an operation, records its progress and writes the audit log, in one transaction.</summary>
    /// <returns>The operation's row; null when the operation has been ended, or another process has continued it.</returns>
    Task<BulkOperation?> RunPage(BulkOperation operation, DeadLetterFilter filter, int limit, CancellationToken ct);

    /// <summary>What became of an operation's redriven messages: handled, still to be tried, or failed again.</summary>
    Task<(long Handled, long Pending, long Failed)> Canaries(Guid operation, CancellationToken ct);

    /// <summary>Parks, in the caller's transaction, those that will not be redriven any more.</summary>
    Task<IReadOnlyList<DeadLetter>> Park(string module, DbConnection connection, int redrives, int limit, CancellationToken ct);

    /// <summary>Claims, with a lease, parked dead letters for which an alert is due.</summary>
    Task<IReadOnlyList<DeadLetter>> ClaimAlerts(string module, int limit, TimeSpan lease, CancellationToken ct);

    /// <summary>Records that the alert was sent.</summary>
    Task MarkAlerted(IEnumerable<DeadLetter> deadLetters, CancellationToken ct);
}

/// <summary>The dead letters in a module's database.</summary>
internal sealed class DeadLetterStore(ModuleDatabase database, TimeSpan lease) : IDeadLetterStore
{
    private const string DeadLetters = "inbox join failures on failures.event_id = inbox.event_id and failures.rule = inbox.rule";
    private const string IsKey = "event_id = @id and rule = @rule";

    private SqlDialect Sql => database.Dialect;

    public Task<IReadOnlyList<DeadLetter>> List(string module, Where where, int limit, CancellationToken ct) => database.Query(
        $"select {DeadLetter.Columns} from {DeadLetters} where {where} order by inbox.event_id desc, inbox.rule limit @limit",
        DeadLetter.Of(module), ct, [.. where.Values, ("@limit", limit)]);

    public async Task<bool> Any(CancellationToken ct) =>
        (await database.Query("select 1 from inbox where state = 'dead_lettered' limit 1", row => true, ct)).Count > 0;

    public async Task<long> Count(DeadLetterFilter filter, CancellationToken ct)
    {
        var where = filter.Conditions();
        return (await database.Query($"select count(*) from {DeadLetters} where {where}", row => row.GetInt64(0), ct, where.Values))[0];
    }

    public Task<IReadOnlyList<DeadLetterGroup>> Groups(string module, DeadLetterFilter filter, CancellationToken ct)
    {
        var where = filter.Conditions();
        return database.Query($"""
            select inbox.rule, failures.cause, count(*), min(inbox.dead_lettered_at), max(inbox.dead_lettered_at)
              from {DeadLetters} where {where} group by inbox.rule, failures.cause order by count(*) desc, inbox.rule
            """,
            row => new DeadLetterGroup(module, row.GetString(0), row.GetString(1), row.GetInt64(2), row.Utc(3), row.Utc(4)), ct, where.Values);
    }

    public Task<IReadOnlyList<FailedAttempt>> Attempts(Guid eventId, string rule, CancellationToken ct) => database.Query(
        $"select attempt, failed_at, error from attempts where {IsKey} order by attempt",
        row => new FailedAttempt(row.GetInt32(0), row.Utc(1), row.GetString(2)), ct, ("@id", eventId), ("@rule", rule));

    public Task<int> RedriveDue(int redrives, TimeSpan deadFor, int limit, CancellationToken ct) => database.InTransaction(async connection =>
    {
        var due = await Select(connection, "", $"""
            inbox.state = 'dead_lettered' and inbox.dead_lettered_at <= {Sql.NowPlus("@ago")}
               and failures.exhausted is not null and failures.parked_at is null and failures.redrives = @redrives
             order by inbox.dead_lettered_at limit @limit {Sql.SkipLocked}
            """, ct, ("@ago", Sql.Interval(-deadFor)), ("@redrives", redrives), ("@limit", limit));
        foreach (var deadLetter in due)
        {
            await Redrive(connection, deadLetter, ct);
            await connection.Execute($"update failures set redrives = redrives + 1 where {IsKey}", ct, Key(deadLetter));
        }
        return due.Count;
    }, ct);

    public Task<BulkOperation?> RunPage(BulkOperation operation, DeadLetterFilter filter, int limit, CancellationToken ct) =>
        database.InTransaction(async connection =>
    {
        var page = await NextPage(connection, operation, filter, limit, ct);
        var cursor = page.Count > 0 ? $"{page[^1].EventId} {page[^1].Rule}" : operation.Cursor;
        var advanced = await OperationStore.Advance(connection, Sql, operation, page.Count, 0, cursor, ended: page.Count == 0, lease, ct);
        if (advanced is not null)
            foreach (var deadLetter in page)
                await RedriveOrDiscard(connection, operation, deadLetter, ct);
        return advanced;
    }, ct);

    /// <summary>
    /// In the order of their keys: a message that fails again meanwhile is not taken twice. A locked one is waited for, since the operation does
    /// not come back to it.
    /// </summary>
    private Task<List<DeadLetter>> NextPage(DbConnection connection, BulkOperation operation, DeadLetterFilter filter, int limit, CancellationToken ct)
    {
        var where = filter.Conditions();
        if (operation.Cursor.Split(' ', 2) is [var id, var rule])
            where.And("(inbox.event_id > @last or inbox.event_id = @last and inbox.rule > @last_rule)", ("@last", Guid.Parse(id)), ("@last_rule", rule));
        return Select(connection, operation.Module, $"{where} order by inbox.event_id, inbox.rule limit @limit {Sql.WaitForLocked}", ct,
            [.. where.Values, ("@limit", limit)]);
    }

    private async Task RedriveOrDiscard(DbConnection connection, BulkOperation operation, DeadLetter deadLetter, CancellationToken ct)
    {
        var discards = operation.Kind == OperationKind.Discard;
        if (discards)
            await connection.Execute($"""
                update inbox set state = 'handled', handled_at = {Sql.Now}, dead_lettered_at = null, envelope = null where {IsKey}
                """, ct, Key(deadLetter));
        else
            await Redrive(connection, deadLetter, ct);
        await connection.Execute($"""
            update failures set parked_at = null, alert_due_at = null, alert_leased_until = null, discarded_at = {(discards ? Sql.Now : "null")} where {IsKey}
            """, ct, Key(deadLetter));
        await OperationStore.WriteAudit(connection, operation.Actor, OperationStore.Name(operation.Kind), operation.Id, deadLetter.EventId, deadLetter.Rule,
            Before(deadLetter, discards), $$"""{"state":"{{(discards ? "discarded" : "pending")}}"}""", ct);
    }

    /// <summary>One more attempt, due at once; a message that is no dead letter any more is left alone.</summary>
    private Task<int> Redrive(DbConnection connection, DeadLetter deadLetter, CancellationToken ct) => connection.Execute($"""
        update inbox set state = 'pending', next_attempt_at = {Sql.Now}, dead_lettered_at = null where {IsKey} and state = 'dead_lettered'
        """, ct, Key(deadLetter));

    /// <summary>Once its archive is purged, the content of a discarded event is nowhere else: the audit log stores it.</summary>
    private static string Before(DeadLetter deadLetter, bool discards) => JsonSerializer.Serialize(new
    {
        state = "dead_lettered", deadLetteredAt = deadLetter.DeadLetteredAt, attempts = deadLetter.Attempts, cause = deadLetter.Cause,
        error = deadLetter.ErrorMessage, @event = discards ? deadLetter.Envelope : null,
    }, JsonSerializerOptions.Web);

    public async Task<(long Handled, long Pending, long Failed)> Canaries(Guid operation, CancellationToken ct) => (await database.Query("""
        select coalesce(sum(case when handled then 1 else 0 end), 0),
               coalesce(sum(case when not handled and not failed then 1 else 0 end), 0),
               coalesce(sum(case when not handled and failed then 1 else 0 end), 0)
          from (select inbox.state = 'handled' as handled,
                       exists (select 1 from attempts
                                where attempts.event_id = audit_log.event_id and attempts.rule = audit_log.rule and attempts.failed_at > audit_log.at) as failed
                  from audit_log join inbox on inbox.event_id = audit_log.event_id and inbox.rule = audit_log.rule
                 where audit_log.operation = @id) as canary
        """, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), ct, ("@id", operation)))[0];

    public async Task<IReadOnlyList<DeadLetter>> Park(string module, DbConnection connection, int redrives, int limit, CancellationToken ct)
    {
        var spent = await Select(connection, module, $"""
            inbox.state = 'dead_lettered' and failures.parked_at is null and (failures.exhausted is null or failures.redrives >= @redrives)
             order by inbox.dead_lettered_at limit @limit {Sql.SkipLocked}
            """, ct, ("@redrives", redrives), ("@limit", limit));
        foreach (var deadLetter in spent)
            await connection.Execute($"update failures set parked_at = {Sql.Now}, alert_due_at = {Sql.Now} where {IsKey}", ct, Key(deadLetter));
        return spent;
    }

    public async Task<IReadOnlyList<DeadLetter>> ClaimAlerts(string module, int limit, TimeSpan lease, CancellationToken ct) =>
        await database.InTransaction(async connection =>
    {
        // Ordered by the end of the lease, so that the many dead letters of one incident do not stand before those of another.
        var due = await Select(connection, module, $"""
            failures.alert_due_at is not null and coalesce(failures.alert_leased_until, failures.alert_due_at) <= {Sql.Now}
               and inbox.state = 'dead_lettered'
             order by coalesce(failures.alert_leased_until, failures.alert_due_at) limit @limit {Sql.SkipLocked}
            """, ct, ("@limit", limit));
        foreach (var deadLetter in due)
            await connection.Execute(
                $"update failures set alert_leased_until = {Sql.NowPlus("@lease")} where {IsKey}", ct, [.. Key(deadLetter), ("@lease", Sql.Interval(lease))]);
        return due;
    }, ct);

    public Task MarkAlerted(IEnumerable<DeadLetter> deadLetters, CancellationToken ct) => database.InTransaction(async connection =>
    {
        foreach (var deadLetter in deadLetters)
            await connection.Execute($"update failures set alert_due_at = null, alert_leased_until = null where {IsKey}", ct, Key(deadLetter));
        return true;
    }, ct);

    private static async Task<List<DeadLetter>> Select(
        DbConnection connection, string module, string where, CancellationToken ct, params (string, object?)[] values)
    {
        await using var select = connection.Statement($"select {DeadLetter.Columns} from {DeadLetters} where {where}", values);
        return await select.Read(DeadLetter.Of(module), ct);
    }

    private static (string, object?)[] Key(DeadLetter deadLetter) => [("@id", deadLetter.EventId), ("@rule", deadLetter.Rule)];
}
