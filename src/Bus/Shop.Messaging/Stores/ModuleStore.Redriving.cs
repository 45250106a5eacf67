using System.Data.Common;
using System.Text.Json;

namespace Shop.Messaging;

/// <summary>Redrive and discard: letters, progress and trail change together.</summary>
public abstract partial class ModuleStore
{
    /// <summary>Takes the next dead letters of an operation and gives each one more try, or marks it as never to be handled.</summary>
    /// <returns>The operation as it stands; null when it has been ended, or another process has gone on with it.</returns>
    internal Task<Operation?> TakeDeadLetters(Operation operation, int most, TimeSpan lease, CancellationToken ct) => InTransaction(async connection =>
    {
        var letters = await NextDeadLetters(connection, operation, most, ct);
        var position = letters.Count > 0 ? $"{letters[^1].EventId} {letters[^1].Rule}" : operation.Position;
        var advanced = await Advance(connection, operation, letters.Count, 0, position, ended: letters.Count == 0, lease, ct);
        if (advanced is not null)
            foreach (var letter in letters)
                await Take(connection, operation, letter, ct);
        return advanced;
    }, ct);

    /// <summary>
    /// In the order of their keys: a letter that dies again meanwhile is not taken twice. One that somebody else has in hand is waited for, since
    /// nothing comes back to it.
    /// </summary>
    private async Task<List<DeadLetterRow>> NextDeadLetters(DbConnection connection, Operation operation, int most, CancellationToken ct)
    {
        var where = OperationFilter.Read<DeadLetterFilter>(operation.Filter).Conditions();
        if (operation.Position.Split(' ', 2) is [var id, var rule])
            where.And("(inbox.event_id > @last or inbox.event_id = @last and inbox.rule > @last_rule)", "@last", Guid.Parse(id)).And("@last_rule = @last_rule", "@last_rule", rule);
        await using var next = connection.Statement(
            $"select {DeadLetterColumns} {FromLetters} where {where} order by inbox.event_id, inbox.rule limit @most {WaitForLocked}", [.. where.Values, ("@most", most)]);
        return await next.Read(DeadLetterRow, ct);
    }

    private async Task Take(DbConnection connection, Operation operation, DeadLetterRow letter, CancellationToken ct)
    {
        var discards = operation.Kind == OperationKind.Discard;
        if (discards)
            await connection.Run($"update inbox set heard_at = {Now}, dead_at = null, envelope = null where event_id = @id and rule = @rule", ct, Key(letter));
        else
            await PutBack(connection, letter, ct);
        await connection.Run($"""
            update failures set abandoned_at = null, alert_due_at = null, discarded_at = {(discards ? Now : "null")} where event_id = @id and rule = @rule
            """, ct, Key(letter));
        await Note(connection, operation.Actor, Name(operation.Kind), operation.Id, letter.EventId, letter.Rule, Before(letter, discards), $$"""{"state":"{{(discards ? "discarded" : "waiting")}}"}""", ct);
    }

    /// <summary>What a discarded letter said is nowhere else once its archive is gone: the trail keeps it.</summary>
    private static string Before(DeadLetterRow letter, bool discards) => JsonSerializer.Serialize(new
    {
        state = "dead", deadAt = letter.DeadAt, attempts = letter.Attempts, cause = letter.Cause, error = letter.Error, @event = discards ? letter.Envelope : null,
    }, JsonSerializerOptions.Web);

    /// <summary>What became of the letters that an operation has put back: heard, still to be tried, or failed once more.</summary>
    internal async Task<(long Heard, long Waiting, long Failed)> Canaries(Guid operation, CancellationToken ct) => (await Ask("""
        select coalesce(sum(case when heard then 1 else 0 end), 0),
               coalesce(sum(case when not heard and not again then 1 else 0 end), 0),
               coalesce(sum(case when not heard and again then 1 else 0 end), 0)
          from (select inbox.heard_at is not null as heard,
                       exists (select 1 from tries where tries.event_id = trail.event_id and tries.rule = trail.rule and tries.failed_at > trail.at) as again
                  from trail join inbox on inbox.event_id = trail.event_id and inbox.rule = trail.rule
                 where trail.operation = @id) as canary
        """, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), ct, ("@id", operation)))[0];
}
