using System.Data.Common;

namespace Shop.Messaging;

/// <summary>Dead letters: found, counted, put back.</summary>
public abstract partial class ModuleStore
{
    private const string DeadLetterColumns = """
        inbox.event_id, inbox.rule, failures.detail_type, failures.subject, failures.correlation_id, inbox.dead_at, inbox.attempts,
        failures.cause, failures.code, inbox.error, failures.exhausted, failures.redrives, failures.abandoned_at, inbox.envelope
        """;

    private const string FromDeadLetters = "from inbox join failures on failures.event_id = inbox.event_id and failures.rule = inbox.rule";

    /// <summary>A page of the dead letters, newest event first.</summary>
    internal Task<IReadOnlyList<DeadLetterRow>> DeadLetters(Where where, int limit, CancellationToken ct) => Query(
        $"select {DeadLetterColumns} {FromDeadLetters} where {where} order by inbox.event_id desc, inbox.rule limit @most",
        DeadLetterRow, ct, [.. where.Values, ("@most", limit)]);

    /// <summary>Whether there is any, which costs next to nothing: mostly there is none.</summary>
    internal async Task<bool> HasDeadLetters(CancellationToken ct) =>
        (await Query("select 1 from inbox where dead_at is not null limit 1", row => true, ct)).Count > 0;

    internal async Task<long> CountDeadLetters(DeadLetterFilter filter, CancellationToken ct)
    {
        var where = filter.Conditions();
        return (await Query($"select count(*) {FromDeadLetters} where {where}", row => row.GetInt64(0), ct, where.Values))[0];
    }

    internal Task<IReadOnlyList<DeadLetterGroup>> DeadLetterGroups(string module, DeadLetterFilter filter, CancellationToken ct)
    {
        var where = filter.Conditions();
        return Query($"""
            select inbox.rule, failures.cause, count(*), min(inbox.dead_at), max(inbox.dead_at)
              {FromDeadLetters} where {where} group by inbox.rule, failures.cause order by count(*) desc, inbox.rule
            """,
            row => new DeadLetterGroup(module, row.GetString(0), row.GetString(1), row.GetInt64(2), Rows.Utc(row, 3), Rows.Utc(row, 4)),
            ct, where.Values);
    }

    internal Task<IReadOnlyList<FailedAttempt>> Attempts(Guid eventId, string rule, CancellationToken ct) => Query(
        "select attempt, failed_at, error from tries where event_id = @id and rule = @rule order by attempt",
        row => new FailedAttempt(row.GetInt32(0), Rows.Utc(row, 1), row.GetString(2)), ct, ("@id", eventId), ("@rule", rule));

    /// <summary>Puts back those that have been put back so often and are dead so long.</summary>
    /// <returns>How many.</returns>
    internal Task<int> RedriveDue(int redrives, TimeSpan deadFor, int limit, CancellationToken ct) => InTransaction(async connection =>
    {
        await using var waiting = connection.Statement($"""
            select {DeadLetterColumns} {FromDeadLetters}
             where inbox.dead_at <= {NowPlus("@ago")} and failures.exhausted is not null and failures.abandoned_at is null and failures.redrives = @redrives
             order by inbox.dead_at limit @most {SkipLocked}
            """, ("@ago", Wait(-deadFor)), ("@redrives", redrives), ("@most", limit));
        var messages = await waiting.Read(DeadLetterRow, ct);
        foreach (var message in messages)
        {
            await Redrive(connection, message, ct);
            await connection.Execute("update failures set redrives = redrives + 1 where event_id = @id and rule = @rule", ct, Key(message));
        }
        return messages.Count;
    }, ct);

    /// <summary>One more try, at once; a letter that is no longer dead is left alone.</summary>
    private Task<int> Redrive(DbConnection connection, DeadLetterRow message, CancellationToken ct) => connection.Execute(
        $"update inbox set due_at = {Now}, dead_at = null where event_id = @id and rule = @rule and dead_at is not null", ct, Key(message));

    /// <summary>Gives up, in the caller's transaction, those that are not to be put back any more.</summary>
    internal async Task<IReadOnlyList<DeadLetterRow>> Park(DbConnection connection, int redrives, int limit, CancellationToken ct)
    {
        await using var spent = connection.Statement($"""
            select {DeadLetterColumns} {FromDeadLetters}
             where inbox.dead_at is not null and failures.abandoned_at is null and (failures.exhausted is null or failures.redrives >= @redrives)
             order by inbox.dead_at limit @most {SkipLocked}
            """, ("@redrives", redrives), ("@most", limit));
        var messages = await spent.Read(DeadLetterRow, ct);
        foreach (var message in messages)
            await connection.Execute($"update failures set abandoned_at = {Now}, alert_due_at = {Now} where event_id = @id and rule = @rule", ct, Key(message));
        return messages;
    }

    /// <summary>Takes abandoned letters of which operations are to be told, with a lease.</summary>
    internal Task<List<DeadLetterRow>> ClaimAlerts(int limit, TimeSpan lease, CancellationToken ct) => InTransaction(async connection =>
    {
        await using var due = connection.Statement(
            $"select {DeadLetterColumns} {FromDeadLetters} where failures.alert_due_at <= {Now} and inbox.dead_at is not null limit @most {SkipLocked}", ("@most", limit));
        var messages = await due.Read(DeadLetterRow, ct);
        foreach (var message in messages)
            await connection.Execute($"update failures set alert_due_at = {NowPlus("@lease")} where event_id = @id and rule = @rule", ct, [.. Key(message), ("@lease", Wait(lease))]);
        return messages;
    }, ct);

    /// <summary>Operations have been told of them.</summary>
    internal Task<bool> MarkAlerted(IEnumerable<DeadLetterRow> messages, CancellationToken ct) => InTransaction(async connection =>
    {
        foreach (var message in messages)
            await connection.Execute("update failures set alert_due_at = null where event_id = @id and rule = @rule", ct, Key(message));
        return true;
    }, ct);

    private static (string, object?)[] Key(DeadLetterRow message) => [("@id", message.EventId), ("@rule", message.Rule)];

    private static DeadLetterRow DeadLetterRow(DbDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), Rows.Utc(row, 5), row.GetInt32(6),
        row.GetString(7), row.GetString(8), Rows.Text(row, 9) ?? "", Rows.Text(row, 10), row.GetInt32(11), Rows.Time(row, 12), Rows.Text(row, 13) ?? "");
}
