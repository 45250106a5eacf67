using System.Text.Json;

namespace Shop.Messaging;

/// <summary>An event that a rule has given up, in EventBridge's terms where it has them.</summary>
/// <param name="Module">Whose inbox keeps it.</param>
/// <param name="Rule">The rule that could not handle it.</param>
/// <param name="Handler">The handler's class; null when the code has no such rule any more.</param>
/// <param name="EventId">The event.</param>
/// <param name="DetailType">What was said.</param>
/// <param name="Subject">Whom it is about.</param>
/// <param name="CorrelationId">The request that it follows from.</param>
/// <param name="DeadLetteredAt">When its tries ended, UTC.</param>
/// <param name="Attempts">Tries that failed.</param>
/// <param name="Cause">Exception type and first own frame: letters of one cause are one trouble.</param>
/// <param name="ErrorCode">EventBridge's <c>ERROR_CODE</c>.</param>
/// <param name="ErrorMessage">The last try's chain of errors, redacted, one a line.</param>
/// <param name="ExhaustedRetryCondition">Which limit ended its tries; null when trying again could not help.</param>
/// <param name="Redrives">How often the processor has put it back.</param>
/// <param name="Parked">Whether it is permanently failed: only an operator moves it now.</param>
/// <param name="RuleArn">The rule as EventBridge would name it.</param>
/// <param name="TargetArn">The module's queue as SQS would name it.</param>
public sealed record DeadLetter(
    string Module, string Rule, string? Handler, Guid EventId, string DetailType, string Subject, string CorrelationId, DateTime DeadLetteredAt, int Attempts,
    string Cause, string ErrorCode, string ErrorMessage, string? ExhaustedRetryCondition, int Redrives, bool Parked, string RuleArn, string TargetArn);

/// <summary>A dead letter with all that is known of it.</summary>
/// <param name="DeadLetter">The letter.</param>
/// <param name="Attempts">Each try that failed, oldest first.</param>
/// <param name="Event">The whole event.</param>
public sealed record DeadLetterDetails(DeadLetter DeadLetter, IReadOnlyList<FailedAttempt> Attempts, JsonElement Event);

/// <summary>A try that failed.</summary>
/// <param name="Attempt">1 for the first.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Error">The chain of errors, redacted, one a line.</param>
public sealed record FailedAttempt(int Attempt, DateTime At, string Error);

/// <summary>Dead letters of one cause at one rule.</summary>
/// <param name="Module">Whose.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Cause">Exception type and first own frame.</param>
/// <param name="Count">How many.</param>
/// <param name="Since">When the first died, UTC.</param>
/// <param name="Last">When the last died, UTC.</param>
public sealed record DeadLetterGroup(string Module, string Rule, string Cause, long Count, DateTime Since, DateTime Last);

/// <summary>Where a list of dead letters goes on: after this one.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Module">Whose.</param>
/// <param name="Rule">The rule.</param>
public sealed record DeadLetterCursor(Guid EventId, string Module, string Rule);

/// <summary>A dead letter as the inbox and its failures have it.</summary>
internal sealed record DeadLetterRow(
    Guid EventId, string Rule, string DetailType, string Subject, string CorrelationId, DateTime DeadLetteredAt, int Attempts,
    string Cause, string Code, string Error, string? Exhausted, int Redrives, DateTime? ParkedAt, string Envelope);
