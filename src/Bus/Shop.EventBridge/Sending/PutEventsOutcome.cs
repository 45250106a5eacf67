using System.Net;
using Amazon.Runtime;

namespace Shop.EventBridge;

/// <summary>What became of an event that was put.</summary>
internal enum PutEventsOutcomeKind
{
    /// <summary>It is on the bus.</summary>
    Accepted,

    /// <summary>It is not, or nobody knows; trying again may help.</summary>
    Retry,

    /// <summary>It is not, and never will be.</summary>
    Rejected,
}

/// <summary>What became of an event that was put, and why.</summary>
internal sealed record PutEventsOutcome(PutEventsOutcomeKind Kind, string Code = "", string Message = "")
{
    public static PutEventsOutcome Accepted { get; } = new(PutEventsOutcomeKind.Accepted);

    /// <summary>EventBridge's codes for an entry that stays refused however often it is sent (API reference, PutEventsResultEntry).</summary>
    private static readonly HashSet<string> Final =
    [
        "AccessDenied", "AccessDeniedException", "InvalidAccountId", "InvalidAccountIdException", "InvalidArgument", "MalformedDetail", "RedactionFailure",
        "NotAuthorizedForSource", "NotAuthorizedForSourceException", "NotAuthorizedForDetailType", "NotAuthorizedForDetailTypeException",
    ];

    /// <summary>On one entry of a call that was answered. A code that is not known is tried again: it ends in the fallback queue at the worst.</summary>
    public static PutEventsOutcome Of(PutEventsResultEntry entry) => entry switch
    {
        { ErrorCode: null or "", EventId: { Length: > 0 } } => Accepted,
        { ErrorCode: { } code } when Final.Contains(code) => new(PutEventsOutcomeKind.Rejected, code, entry.ErrorMessage ?? ""),
        _ => new(PutEventsOutcomeKind.Retry, entry.ErrorCode ?? "NoEventId", entry.ErrorMessage ?? ""),
    };

    /// <summary>On a call that failed as a whole. What is wrong with keys, rights or the bus is not the events' fault: they wait until it is mended.</summary>
    public static PutEventsOutcome Of(Exception failure) => failure switch
    {
        AmazonServiceException { StatusCode: HttpStatusCode.RequestEntityTooLarge } e => new(PutEventsOutcomeKind.Rejected, e.ErrorCode ?? "TooLarge", e.Message),
        AmazonServiceException { ErrorCode: "ValidationException" or "SerializationException" or "RequestEntityTooLargeException" } e => new(PutEventsOutcomeKind.Rejected, e.ErrorCode, e.Message),
        AmazonServiceException e => new(PutEventsOutcomeKind.Retry, e.ErrorCode ?? $"Http{(int)e.StatusCode}", e.Message),
        OperationCanceledException => new(PutEventsOutcomeKind.Retry, "Timeout", "No answer in time."),
        _ => new(PutEventsOutcomeKind.Retry, failure.GetType().Name, failure.Message),
    };

    /// <summary>Whether AWS asks for fewer.</summary>
    public bool IsThrottling => Code is "ThrottlingException" or "Throttling" or "TooManyRequestsException" or "RequestLimitExceeded" or "SlowDown" or "Http429" or "Http503";
}
