using System.Data.Common;
using System.Text;
using Shop.Events;

namespace Shop.Messaging.Storage;

/// <summary>What the retry scheduler and the inbox processor need of a module's database, outside a handler's transaction.</summary>
internal interface IInboxStore
{
    /// <summary>Where the inbox is, for messages to people.</summary>
    string Location { get; }

    /// <summary>Claims, with a lease, messages whose next attempt is due and calls whose lease has ended.</summary>
    Task<IReadOnlyList<InboxRow>> ClaimDue(int limit, CancellationToken ct);

    /// <summary>The wait until the next message is due; null when there is none.</summary>
    Task<TimeSpan?> NextDue(CancellationToken ct);

    /// <summary>
    /// Records a failed attempt: the message is due again after a wait, or a dead letter when there is none. An attempt that another process has
    /// recorded or finished meanwhile changes nothing.
    /// </summary>
    /// <param name="envelope">The event.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="attempts">Attempts that failed, this one included.</param>
    /// <param name="failure">How it failed.</param>
    /// <param name="ct">Gives up.</param>
    Task RecordFailure(Envelope envelope, string rule, int attempts, Failure failure, CancellationToken ct);
}

/// <summary>A failed attempt, and what becomes of the message.</summary>
/// <param name="Cause">What dead letters are grouped by: the exception's type and its first own frame.</param>
/// <param name="Code">EventBridge's <c>ERROR_CODE</c>.</param>
/// <param name="Error">The chain of exceptions, one a line, redacted, without stack traces.</param>
/// <param name="RetryAfter">The wait before the next attempt; null when the message is a dead letter.</param>
/// <param name="Exhausted">Which limit ended its attempts, EventBridge's <c>EXHAUSTED_RETRY_CONDITION</c>; null when none did.</param>
internal sealed record Failure(string Cause, string Code, string Error, TimeSpan? RetryAfter, string? Exhausted);

/// <summary>The inbox in a module's database.</summary>
internal sealed class InboxStore(ModuleDatabase database, TimeSpan lease) : IInboxStore
{
    // The index inbox_due is made for this.
    private const string IsDue = "inbox.state in ('pending', 'calling') and coalesce(inbox.leased_until, inbox.next_attempt_at)";

    private SqlDialect Sql => database.Dialect;

    public string Location => database.Location;

    /// <summary>
    /// Inserts messages in a handler's transaction: handled already, or in state <c>calling</c> with their event when an external call comes first.
    /// </summary>
    /// <returns>Those that the inbox did not have.</returns>
    public async Task<HashSet<(Guid, string)>> Insert(
        DbConnection connection, IReadOnlyCollection<(Envelope Envelope, string Rule, bool Calls)> messages, CancellationToken ct)
    {
        await using var insert = connection.CreateCommand();
        var rows = Sql.Rows(insert, "message",
            new("id", messages.Select(message => message.Envelope.Metadata.EventId).ToArray()),
            new("rule", messages.Select(message => message.Rule).ToArray()),
            new("envelope", messages.Select(message => message.Calls ? TextOf(message.Envelope) : null).ToArray()));
        insert.AddParameter("@lease", Sql.Interval(lease));
        // In the order of the key, so that two processes with the same events wait for each other in one order only.
        insert.CommandText = $"""
            insert into inbox (event_id, rule, state, handled_at, leased_until, envelope, prepared)
            select id, rule, case when envelope is null then 'handled' else 'calling' end, case when envelope is null then {Sql.Now} end,
                   case when envelope is not null then {Sql.NowPlus("@lease")} end, envelope, envelope is not null
              from {rows} where true order by id, rule
                on conflict do nothing
            returning event_id, rule
            """;
        return [.. await insert.Read(Key, ct)];
    }

    /// <summary>Marks stored messages as handled, in a handler's transaction.</summary>
    /// <returns>Those that no other process has finished or tried in between.</returns>
    public Task<HashSet<(Guid, string)>> MarkHandled(
        DbConnection connection, IReadOnlyCollection<(Guid EventId, string Rule, int Attempts)> messages, CancellationToken ct) =>
        Finish(connection, messages, $"state = 'handled', handled_at = {Sql.Now}, next_attempt_at = null, leased_until = null, envelope = null", ct);

    /// <summary>Marks stored messages as prepared, in the transaction that prepares their external calls: the calls begin.</summary>
    /// <returns>Those that no other process has finished or tried in between.</returns>
    public Task<HashSet<(Guid, string)>> MarkCalling(
        DbConnection connection, IReadOnlyCollection<(Guid EventId, string Rule, int Attempts)> messages, CancellationToken ct) =>
        Finish(connection, messages, $"state = 'calling', prepared = true, next_attempt_at = null, leased_until = {Sql.NowPlus("@lease")}", ct,
            ("@lease", Sql.Interval(lease)));

    private async Task<HashSet<(Guid, string)>> Finish(
        DbConnection connection, IReadOnlyCollection<(Guid EventId, string Rule, int Attempts)> messages, string change, CancellationToken ct,
        params (string Name, object? Value)[] values)
    {
        await using var update = connection.CreateCommand();
        foreach (var (name, value) in values)
            update.AddParameter(name, value);
        var rows = Sql.Rows(update, "message",
            new("id", messages.Select(message => message.EventId).ToArray()),
            new("rule", messages.Select(message => message.Rule).ToArray()),
            new("attempts", messages.Select(message => message.Attempts).ToArray()));
        // Written so that PostgreSQL does not look the rows up by inbox_due, which is full of dead entries.
        update.CommandText = $"""
            update inbox set {change}
              from {rows}
             where inbox.event_id = message.id and inbox.rule = message.rule and inbox.attempts = message.attempts
               and inbox.state <> 'handled' and inbox.state <> 'dead_lettered'
            returning inbox.event_id, inbox.rule
            """;
        return [.. await update.Read(Key, ct)];
    }

    public async Task<IReadOnlyList<InboxRow>> ClaimDue(int limit, CancellationToken ct) => await database.Claim($"""
        with due as materialized (
          select event_id, rule from inbox where {IsDue} <= {Sql.Now}
           order by coalesce(inbox.leased_until, inbox.next_attempt_at) limit @limit {Sql.SkipLocked})
        update inbox set leased_until = {Sql.NowPlus("@lease")} from due where inbox.event_id = due.event_id and inbox.rule = due.rule
        returning {InboxRow.Columns}
        """, InboxRow.Read, ct, ("@limit", limit), ("@lease", Sql.Interval(lease)));

    public async Task<TimeSpan?> NextDue(CancellationToken ct)
    {
        var next = await database.Query(
            $"select {Sql.SecondsUntil("min(coalesce(inbox.leased_until, inbox.next_attempt_at))")} from inbox where inbox.state in ('pending', 'calling')",
            row => row.IsDBNull(0) ? (double?)null : row.GetDouble(0), ct);
        return next[0] is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    public Task RecordFailure(Envelope envelope, string rule, int attempts, Failure failure, CancellationToken ct) => database.InTransaction(async connection =>
    {
        (string, object?)[] key = [("@id", envelope.Metadata.EventId), ("@rule", rule)];
        (string, object?)[] wait = failure.RetryAfter is { } retryAfter ? [("@wait", Sql.Interval(retryAfter))] : [];
        var recorded = await connection.Execute($"""
            insert into inbox (event_id, rule, state, attempts, error, envelope, next_attempt_at, dead_lettered_at)
            values (@id, @rule, {(failure.RetryAfter is null ? "'dead_lettered'" : "'pending'")}, @attempts, @error, @envelope,
                    {(failure.RetryAfter is null ? "null" : Sql.NowPlus("@wait"))}, {(failure.RetryAfter is null ? Sql.Now : "null")})
                on conflict (event_id, rule) do update
               set state = excluded.state, attempts = excluded.attempts, error = excluded.error, envelope = excluded.envelope,
                   next_attempt_at = excluded.next_attempt_at, dead_lettered_at = excluded.dead_lettered_at, leased_until = null
             where inbox.state in ('pending', 'calling') and inbox.attempts = excluded.attempts - 1
            """, ct, [.. key, .. wait, ("@attempts", attempts), ("@error", Writable(failure.Error)), ("@envelope", TextOf(envelope))]);
        if (recorded == 0)
            return false;
        await connection.Execute(
            "insert into attempts (event_id, rule, attempt, error) values (@id, @rule, @attempt, @error) on conflict do nothing", ct,
            [.. key, ("@attempt", attempts), ("@error", Writable(failure.Error))]);
        await connection.Execute("""
            insert into failures (event_id, rule, detail_type, subject, correlation_id, cause, code, exhausted)
            values (@id, @rule, @detail_type, @subject, @correlation_id, @cause, @code, @exhausted)
                on conflict (event_id, rule) do update set cause = excluded.cause, code = excluded.code, exhausted = excluded.exhausted
            """, ct,
            [
                .. key, ("@detail_type", Writable(envelope.DetailType)), ("@subject", Writable(envelope.Metadata.Subject)),
                ("@correlation_id", Writable(envelope.Metadata.CorrelationId)), ("@cause", Writable(failure.Cause)), ("@code", failure.Code),
                ("@exhausted", failure.Exhausted),
            ]);
        return true;
    }, ct);

    /// <summary>Ends the leases of a process that is gone: calls and retries that it had in memory are due at once.</summary>
    public Task ReleaseLeases(CancellationToken ct) =>
        database.Execute($"update inbox set leased_until = {Sql.Now} where state in ('pending', 'calling') and leased_until is not null", ct);

    /// <summary>What became of events at the module's rules.</summary>
    public Task<IReadOnlyList<InboxRow>> Find(IReadOnlyCollection<Guid> eventIds, CancellationToken ct) => database.Query(
        $"select {InboxRow.Columns} from inbox where {Sql.IsOneOf("event_id", "@ids")} order by event_id, rule", InboxRow.Read, ct,
        ("@ids", Sql.Ids(eventIds)));

    /// <summary>Records when each rule was first started here.</summary>
    public Task RegisterRules(IEnumerable<string> rules, CancellationToken ct) => database.InTransaction(async connection =>
    {
        foreach (var rule in rules)
            await connection.Execute("insert into rule_registrations (name) values (@name) on conflict do nothing", ct, ("@name", rule));
        return true;
    }, ct);

    /// <summary>When each rule was first started here, UTC.</summary>
    public async Task<IReadOnlyDictionary<string, DateTime>> RegisteredRules(CancellationToken ct) =>
        (await database.Query("select name, since from rule_registrations", row => KeyValuePair.Create(row.GetString(0), row.Utc(1)), ct)).ToDictionary();

    /// <summary>Deletes messages that were handled before an age, and what is known of their failures.</summary>
    /// <returns>How many messages.</returns>
    public async Task<long> Purge(TimeSpan age, CancellationToken ct)
    {
        var purged = await database.Purge($"""
            delete from inbox where (event_id, rule) in (select event_id, rule from inbox where handled_at < {Sql.NowPlus("@ago")} limit @limit)
            """, ("@ago", Sql.Interval(-age)), ct);
        foreach (var table in (string[])["failures", "attempts"])
            await database.Execute(
                $"delete from {table} where not exists (select 1 from inbox where inbox.event_id = {table}.event_id and inbox.rule = {table}.rule)", ct);
        return purged;
    }

    private static (Guid, string) Key(DbDataReader row) => (row.GetGuid(0), row.GetString(1));

    private static string TextOf(Envelope envelope) => Encoding.UTF8.GetString(envelope.Json.Span);

    /// <summary>JSON may have a NUL in a text, and an error may quote it; PostgreSQL's text has none.</summary>
    private static string Writable(string text) => text.Replace('\0', '\uFFFD');
}
