using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.OpsClient;

/// <summary>Selects dead letters: those for which everything holds that is set.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>The module whose rule could not handle the event.</summary>
    public string? Module { get; init; }

    /// <summary>The rule's name.</summary>
    public string? Rule { get; init; }

    /// <summary>Exception type and first own frame, as <see cref="DeadLetterGroup.Cause"/> has it.</summary>
    public string? Cause { get; init; }

    /// <summary>The event's type: <c>Payment Requested</c>.</summary>
    public string? DetailType { get; init; }

    /// <summary>The event's subject: an order's id.</summary>
    public string? Subject { get; init; }

    /// <summary>The request that the event follows from.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>One event.</summary>
    public Guid? EventId { get; init; }

    /// <summary>Dead-lettered at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Dead-lettered before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    [JsonIgnore]
    internal IEnumerable<(string, object?)> Parameters =>
    [
        ("module", Module), ("rule", Rule), ("cause", Cause), ("detailType", DetailType), ("subject", Subject),
        ("correlationId", CorrelationId), ("eventId", EventId), ("since", Since), ("until", Until),
    ];
}

/// <summary>Which dead letters to redrive or discard, and how fast.</summary>
/// <param name="Filter">Selects them; an empty filter needs <paramref name="All"/>.</param>
/// <param name="All">Confirms that an empty filter means all of them.</param>
/// <param name="Canary">Redrive this many first, and the rest only after all of these were handled; 0 for no canary.</param>
/// <param name="Rate">At most this many a second; null for as fast as possible.</param>
public sealed record DeadLetterRequest(DeadLetterFilter Filter, bool All = false, int Canary = 0, int? Rate = null)
{
    [JsonInclude]
    internal bool DryRun { get; init; }
}

/// <summary>How many items a request selects.</summary>
/// <param name="Count">How many.</param>
public sealed record Matching(long Count);

/// <summary>An event that a rule could not handle.</summary>
/// <param name="Module">The module whose inbox stores it.</param>
/// <param name="Rule">The rule that could not handle it.</param>
/// <param name="Handler">The handler's class; null when the code has no such rule any more.</param>
/// <param name="EventId">The event.</param>
/// <param name="DetailType">The event's type.</param>
/// <param name="Subject">The event's subject: an order's id.</param>
/// <param name="CorrelationId">The request that the event follows from.</param>
/// <param name="DeadLetteredAt">When its attempts ended, UTC.</param>
/// <param name="Attempts">Attempts that failed.</param>
/// <param name="Cause">Exception type and first own frame.</param>
/// <param name="ErrorCode">EventBridge's <c>ERROR_CODE</c>.</param>
/// <param name="ErrorMessage">The last attempt's chain of errors, redacted, one a line.</param>
/// <param name="ExhaustedRetryCondition">Which limit ended its attempts; null when another attempt could not help.</param>
/// <param name="Redrives">How often it was redriven automatically.</param>
/// <param name="Parked">Whether only an operator moves it now.</param>
/// <param name="RuleArn">The rule as EventBridge names it.</param>
/// <param name="TargetArn">The module's queue as SQS names it.</param>
public sealed record DeadLetter(
    string Module, string Rule, string? Handler, Guid EventId, string DetailType, string Subject, string CorrelationId,
    DateTime DeadLetteredAt, int Attempts, string Cause, string ErrorCode, string ErrorMessage, string? ExhaustedRetryCondition,
    int Redrives, bool Parked, string RuleArn, string TargetArn);

/// <summary>A dead letter with its attempts and its event.</summary>
/// <param name="DeadLetter">The dead letter.</param>
/// <param name="Attempts">Each attempt that failed, oldest first.</param>
/// <param name="Event">The whole event.</param>
public sealed record DeadLetterDetails(DeadLetter DeadLetter, IReadOnlyList<FailedAttempt> Attempts, JsonElement Event);

/// <summary>An attempt that failed.</summary>
/// <param name="Attempt">1 for the first.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Error">The chain of errors, redacted, one a line.</param>
public sealed record FailedAttempt(int Attempt, DateTime At, string Error);

/// <summary>Dead letters of one cause at one rule.</summary>
/// <param name="Module">The module.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Cause">Exception type and first own frame.</param>
/// <param name="Count">How many.</param>
/// <param name="Since">When the first was dead-lettered, UTC.</param>
/// <param name="Last">When the last was dead-lettered, UTC.</param>
public sealed record DeadLetterGroup(string Module, string Rule, string Cause, long Count, DateTime Since, DateTime Last);
