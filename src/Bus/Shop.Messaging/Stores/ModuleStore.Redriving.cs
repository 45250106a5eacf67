using System.Data.Common;
using System.Text.Json;

namespace Shop.Messaging;

/// <summary>Redrive and discard: letters, progress and trail change together.</summary>
public abstract partial class ModuleStore
{
    /// <summary>Takes the next dead letters of an operation and gives each one more try, or marks it as never to be handled.</summary>
    /// <returns>The operation as it stands; null when it has been ended, or another process has gone on with it.</returns>
    internal Task<BulkOperation?> RedriveOrDiscard(BulkOperation operation, int limit, TimeSpan lease, CancellationToken ct) => InTransaction(async connection =>
    {
        var messages = await NextDeadLetters(connection, operation, limit, ct);
        var position = messages.Count > 0 ? $"{messages[^1].EventId} {messages[^1].Rule}" : operation.Cursor;
        var advanced = await Advance(connection, operation, messages.Count, 0, position, ended: messages.Count == 0, lease, ct);
        if (advanced is not null)
            foreach (var message in messages)
                await Take(connection, operation, message, ct);
        return advanced;
    }, ct);

    /// <summary>
    /// In the order of their keys: a letter that dies again meanwhile is not taken twice. One that somebody else has in hand is waited for, since
    /// nothing comes back to it.
    /// </summary>
    private async Task<List<DeadLetterRow>> NextDeadLetters(DbConnection connection, BulkOperation operation, int limit, CancellationToken ct)
    {
        var where = OperationFilter.Read<DeadLetterFilter>(operation.Filter).Conditions();
        if (operation.Cursor.Split(' ', 2) is [var id, var rule])
            where.And("(inbox.event_id > @last or inbox.event_id = @last and inbox.rule > @last_rule)", "@last", Guid.Parse(id)).And("@last_rule = @last_rule", "@last_rule", rule);
        await using var next = connection.Statement(
            $"select {DeadLetterColumns} {FromDeadLetters} where {where} order by inbox.event_id, inbox.rule limit @most {WaitForLocked}", [.. where.Values, ("@most", limit)]);
        return await next.Read(DeadLetterRow, ct);
    }

    private async Task Take(DbConnection connection, BulkOperation operation, DeadLetterRow message, CancellationToken ct)
    {
        var discards = operation.Kind == OperationKind.Discard;
        if (discards)
            await connection.Execute($"update inbox set heard_at = {Now}, dead_at = null, envelope = null where event_id = @id and rule = @rule", ct, Key(message));
        else
            await Redrive(connection, message, ct);
        await connection.Execute($"""
            update failures set abandoned_at = null, alert_due_at = null, discarded_at = {(discards ? Now : "null")} where event_id = @id and rule = @rule
            """, ct, Key(message));
        await WriteAudit(connection, operation.Actor, Name(operation.Kind), operation.Id, message.EventId, message.Rule, Before(message, discards), $$"""{"state":"{{(discards ? "discarded" : "waiting")}}"}""", ct);
    }

    /// <summary>What a discarded letter said is nowhere else once its archive is gone: the trail keeps it.</summary>
    private static string Before(DeadLetterRow message, bool discards) => JsonSerializer.Serialize(new
    {
        state = "dead", deadAt = message.DeadLetteredAt, attempts = message.Attempts, cause = message.Cause, error = message.Error, @event = discards ? message.Envelope : null,
    }, JsonSerializerOptions.Web);

    /// <summary>What became of the letters that an operation has put back: heard, still to be tried, or failed once more.</summary>
    internal async Task<(long Heard, long Waiting, long Failed)> Canaries(Guid operation, CancellationToken ct) => (await Query("""
        select coalesce(sum(case when heard then 1 else 0 end), 0),
               coalesce(sum(case when not heard and not again then 1 else 0 end), 0),
               coalesce(sum(case when not heard and again then 1 else 0 end), 0)
          from (select inbox.heard_at is not null as heard,
                       exists (select 1 from tries where tries.event_id = trail.event_id and tries.rule = trail.rule and tries.failed_at > trail.at) as again
                  from trail join inbox on inbox.event_id = trail.event_id and inbox.rule = trail.rule
                 where trail.operation = @id) as canary
        """, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), ct, ("@id", operation)))[0];
}
