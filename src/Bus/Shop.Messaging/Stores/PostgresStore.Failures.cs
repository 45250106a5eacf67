using Npgsql;
using NpgsqlTypes;

namespace Shop.Messaging;

public sealed partial class PostgresStore
{
    // The time at which the statement came in: unlike clock_timestamp() it stays the same for all rows, so an index can be searched by it.
    private protected override string Now => "statement_timestamp()";

    private protected override string SkipLocked => "for update skip locked";

    private protected override string WaitForLocked => "for update";

    private protected override string NowPlus(string parameter) => $"statement_timestamp() + {parameter}";

    private protected override object Wait(TimeSpan wait) => wait;

    internal override async Task RecordFailure(InboxMessage message, Failure failure, CancellationToken ct)
    {
        await using var keep = _source.CreateCommand("""
            with kept as (
              insert into inbox (event_id, rule, attempts, error, envelope, due_at, dead_at)
              values ($1, $2, $3, $4, $5, clock_timestamp() + $6, case when $6 is null then clock_timestamp() end)
                  on conflict (event_id, rule) do update
                 set attempts = excluded.attempts, error = excluded.error, envelope = excluded.envelope, due_at = excluded.due_at, dead_at = excluded.dead_at
               where inbox.due_at is not null and inbox.attempts = excluded.attempts - 1
              returning event_id, rule, attempts, error),
            tried as (
              insert into tries (event_id, rule, attempt, error) select event_id, rule, attempts, error from kept
                  on conflict do nothing)
            insert into failures (event_id, rule, detail_type, subject, correlation_id, cause, code, exhausted)
            select event_id, rule, $7, $8, $9, $10, $11, $12 from kept
                on conflict (event_id, rule) do update set cause = excluded.cause, code = excluded.code, exhausted = excluded.exhausted
            """);
        var metadata = message.Envelope.Metadata;
        keep.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = metadata.EventId });
        keep.Parameters.Add(new NpgsqlParameter<string> { TypedValue = message.Rule.Name });
        keep.Parameters.Add(new NpgsqlParameter<int> { TypedValue = message.Attempts + 1 });
        keep.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Writable(failure.Error) });
        keep.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Text(message) });
        keep.Parameters.Add(new NpgsqlParameter { Value = (object?)failure.RetryAfter ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Interval });
        foreach (var text in (string?[])[message.Envelope.DetailType, metadata.Subject, metadata.CorrelationId, failure.Cause, failure.Code, failure.Exhausted])
            keep.Parameters.Add(new NpgsqlParameter { Value = text is null ? DBNull.Value : Writable(text), NpgsqlDbType = NpgsqlDbType.Text });
        await keep.ExecuteNonQueryAsync(ct);
    }

    /// <summary>JSON may have a NUL in a text and an error may tell of it; PostgreSQL has none.</summary>
    private static string Writable(string text) => text.Replace('\0', '\uFFFD');
}
