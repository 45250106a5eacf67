using System.Data.Common;
using System.Text.Json.Serialization;

namespace Shop.Messaging.Storage;

/// <summary>An event that a rule could not handle, in EventBridge's terms where it has them.</summary>
public sealed record DeadLetter
{
    internal const string Columns = """
        inbox.event_id, inbox.rule, failures.detail_type, failures.subject, failures.correlation_id, inbox.dead_lettered_at, inbox.attempts,
        failures.cause, failures.code, inbox.error, failures.exhausted, failures.redrives, failures.parked_at, inbox.envelope
        """;

    /// <summary>The module whose inbox stores it.</summary>
    public required string Module { get; init; }

    /// <summary>The rule that could not handle it.</summary>
    public required string Rule { get; init; }

    /// <summary>The handler's class; null when the code has no such rule any more.</summary>
    public string? Handler { get; init; }

    /// <summary>The event.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The event's detail-type.</summary>
    public required string DetailType { get; init; }

    /// <summary>What the event is about.</summary>
    public required string Subject { get; init; }

    /// <summary>The request that the event follows from.</summary>
    public required string CorrelationId { get; init; }

    /// <summary>When its attempts ended, UTC.</summary>
    public required DateTime DeadLetteredAt { get; init; }

    /// <summary>Attempts that failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>The exception's type and its first own frame: dead letters with the same cause are one incident.</summary>
    public required string Cause { get; init; }

    /// <summary>EventBridge's <c>ERROR_CODE</c>.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>The last attempt's chain of errors, redacted, one a line.</summary>
    public required string ErrorMessage { get; init; }

    /// <summary>Which limit ended its attempts, EventBridge's <c>EXHAUSTED_RETRY_CONDITION</c>; null when a retry cannot help.</summary>
    public string? ExhaustedRetryCondition { get; init; }

    /// <summary>How often the dead-letter processor has redriven it.</summary>
    public int Redrives { get; init; }

    /// <summary>Whether it has failed permanently: only an operator redrives it now.</summary>
    public bool Parked { get; init; }

    /// <summary>The rule as EventBridge names it.</summary>
    public string RuleArn { get; init; } = "";

    /// <summary>The module's queue as SQS names it.</summary>
    public string TargetArn { get; init; } = "";

    /// <summary>The whole event, JSON.</summary>
    [JsonIgnore]
    internal string Envelope { get; init; } = "";

    internal static Func<DbDataReader, DeadLetter> Of(string module) => row => new DeadLetter
    {
        Module = module, EventId = row.GetGuid(0), Rule = row.GetString(1), DetailType = row.GetString(2), Subject = row.GetString(3),
        CorrelationId = row.GetString(4), DeadLetteredAt = row.Utc(5), Attempts = row.GetInt32(6), Cause = row.GetString(7), ErrorCode = row.GetString(8),
        ErrorMessage = row.TextOrNull(9) ?? "", ExhaustedRetryCondition = row.TextOrNull(10), Redrives = row.GetInt32(11), Parked = !row.IsDBNull(12),
        Envelope = row.TextOrNull(13) ?? "",
    };
}

/// <summary>A dead letter with its history.</summary>
/// <param name="DeadLetter">The dead letter.</param>
/// <param name="Attempts">Each attempt that failed, oldest first.</param>
/// <param name="Event">The whole event.</param>
public sealed record DeadLetterDetails(DeadLetter DeadLetter, IReadOnlyList<FailedAttempt> Attempts, System.Text.Json.JsonElement Event);

/// <summary>An attempt that failed.</summary>
/// <param name="Attempt">1 for the first.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Error">The chain of errors, redacted, one a line.</param>
public sealed record FailedAttempt(int Attempt, DateTime At, string Error);

/// <summary>Dead letters with the same cause at one rule.</summary>
/// <param name="Module">The module whose inbox stores them.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Cause">The exception's type and its first own frame.</param>
/// <param name="Count">How many.</param>
/// <param name="Since">When the first became a dead letter, UTC.</param>
/// <param name="Last">When the last became a dead letter, UTC.</param>
public sealed record DeadLetterGroup(string Module, string Rule, string Cause, long Count, DateTime Since, DateTime Last);

/// <summary>Where a page of dead letters ended: the next one starts after it.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Module">The module.</param>
/// <param name="Rule">The rule.</param>
public sealed record DeadLetterCursor(Guid EventId, string Module, string Rule);
