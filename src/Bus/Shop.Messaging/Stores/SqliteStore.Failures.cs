namespace Shop.Messaging;

public sealed partial class SqliteStore
{
    private protected override string Now => "strftime('%Y-%m-%d %H:%M:%f', 'now')";

    /// <summary>There is but one writer.</summary>
    private protected override string SkipLocked => "";

    private protected override string WaitForLocked => "";

    private protected override string NowPlus(string parameter) => $"strftime('%Y-%m-%d %H:%M:%f', 'now', {parameter})";

    private protected override object Wait(TimeSpan wait) => Seconds(wait);

    internal override Task RecordFailure(InboxMessage message, Failure failure, CancellationToken ct) => Write("""
        insert into inbox (event_id, rule, attempts, error, envelope, due_at, dead_at)
        values ($id, $rule, $attempts, $error, $envelope, strftime('%Y-%m-%d %H:%M:%f', 'now', $wait),
                case when $wait is null then strftime('%Y-%m-%d %H:%M:%f', 'now') end)
            on conflict (event_id, rule) do update
           set attempts = excluded.attempts, error = excluded.error, envelope = excluded.envelope, due_at = excluded.due_at, dead_at = excluded.dead_at
         where inbox.due_at is not null and inbox.attempts = excluded.attempts - 1;

        -- changes() is what the statement before has changed: nothing when somebody else was faster.
        insert into failures (event_id, rule, detail_type, subject, correlation_id, cause, code, exhausted)
        select $id, $rule, $detail_type, $subject, $correlation_id, $cause, $code, $exhausted where changes() > 0
            on conflict (event_id, rule) do update set cause = excluded.cause, code = excluded.code, exhausted = excluded.exhausted;

        insert into tries (event_id, rule, attempt, error) select $id, $rule, $attempts, $error where changes() > 0
            on conflict do nothing;
        """, ct,
        ("$id", message.Envelope.Metadata.EventId), ("$rule", message.Rule.Name), ("$attempts", message.Attempts + 1), ("$error", failure.Error),
        ("$envelope", Text(message)), ("$wait", failure.RetryAfter is { } wait ? Seconds(wait) : DBNull.Value),
        ("$detail_type", message.Envelope.DetailType), ("$subject", message.Envelope.Metadata.Subject), ("$correlation_id", message.Envelope.Metadata.CorrelationId),
        ("$cause", failure.Cause), ("$code", failure.Code), ("$exhausted", (object?)failure.Exhausted ?? DBNull.Value));
}
