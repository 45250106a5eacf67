using System.Net;
using Amazon.Runtime;

namespace Shop.EventBridge;

/// <summary>What became of an event that was put.</summary>
internal enum Outcome
{
    /// <summary>It is on the bus.</summary>
    Accepted,

    /// <summary>It is not, or nobody knows; trying again may help.</summary>
    Again,

    /// <summary>It is not, and never will be.</summary>
    Refused,
}

/// <summary>What became of an event that was put, and why.</summary>
internal sealed record Verdict(Outcome Outcome, string Code = "", string Message = "")
{
    public static Verdict Accepted { get; } = new(Outcome.Accepted);

    /// <summary>EventBridge's codes for an entry that stays refused however often it is sent (API reference, PutEventsResultEntry).</summary>
    private static readonly HashSet<string> Final =
    [
        "AccessDenied", "AccessDeniedException", "InvalidAccountId", "InvalidAccountIdException", "InvalidArgument", "MalformedDetail", "RedactionFailure",
        "NotAuthorizedForSource", "NotAuthorizedForSourceException", "NotAuthorizedForDetailType", "NotAuthorizedForDetailTypeException",
    ];

    /// <summary>On one entry of a call that was answered. A code that is not known is tried again: it ends in the fallback queue at the worst.</summary>
    public static Verdict On(PutEventsResultEntry entry) => entry switch
    {
        { ErrorCode: null or "", EventId: { Length: > 0 } } => Accepted,
        { ErrorCode: { } code } when Final.Contains(code) => new(Outcome.Refused, code, entry.ErrorMessage ?? ""),
        _ => new(Outcome.Again, entry.ErrorCode ?? "NoEventId", entry.ErrorMessage ?? ""),
    };

    /// <summary>On a call that failed as a whole. What is wrong with keys, rights or the bus is not the events' fault: they wait until it is mended.</summary>
    public static Verdict On(Exception failure) => failure switch
    {
        AmazonServiceException { StatusCode: HttpStatusCode.RequestEntityTooLarge } e => new(Outcome.Refused, e.ErrorCode ?? "TooLarge", e.Message),
        AmazonServiceException { ErrorCode: "ValidationException" or "SerializationException" or "RequestEntityTooLargeException" } e => new(Outcome.Refused, e.ErrorCode, e.Message),
        AmazonServiceException e => new(Outcome.Again, e.ErrorCode ?? $"Http{(int)e.StatusCode}", e.Message),
        OperationCanceledException => new(Outcome.Again, "Timeout", "No answer in time."),
        _ => new(Outcome.Again, failure.GetType().Name, failure.Message),
    };

    /// <summary>Whether AWS asks for fewer.</summary>
    public bool IsThrottling => Code is "ThrottlingException" or "Throttling" or "TooManyRequestsException" or "RequestLimitExceeded" or "SlowDown" or "Http429" or "Http503";
}
