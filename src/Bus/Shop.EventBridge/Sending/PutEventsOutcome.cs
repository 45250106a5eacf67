using System.Net;
using Amazon.Runtime;

namespace Shop.EventBridge;

/// <summary>The outcome of an entry.</summary>
internal enum PutEventsOutcomeKind
{
    /// <summary>It is on the bus.</summary>
    Accepted,

    /// <summary>It is not on the bus, or that is unknown; a retry may help.</summary>
    Retry,

    /// <summary>It is not on the bus, and no retry helps.</summary>
    Rejected,
}

/// <summary>The outcome of an entry, and its reason.</summary>
internal sealed record PutEventsOutcome(PutEventsOutcomeKind Kind, string Code = "", string Message = "")
{
    public static PutEventsOutcome Accepted { get; } = new(PutEventsOutcomeKind.Accepted);

    /// <summary>EventBridge's codes for an entry that it rejects however often it is sent (API reference, PutEventsResultEntry).</summary>
    private static readonly HashSet<string> Final =
    [
        "AccessDenied", "AccessDeniedException", "InvalidAccountId", "InvalidAccountIdException", "InvalidArgument", "MalformedDetail", "RedactionFailure",
        "NotAuthorizedForSource", "NotAuthorizedForSourceException", "NotAuthorizedForDetailType", "NotAuthorizedForDetailTypeException",
    ];

    /// <summary>
    /// The outcome of one entry of a successful call. An unknown code is retried: at worst the event ends in the fallback queue.
    /// </summary>
    public static PutEventsOutcome Of(PutEventsResultEntry entry) => entry switch
    {
        { ErrorCode: null or "", EventId: { Length: > 0 } } => Accepted,
        { ErrorCode: { } code } when Final.Contains(code) => new(PutEventsOutcomeKind.Rejected, code, entry.ErrorMessage ?? ""),
        _ => new(PutEventsOutcomeKind.Retry, entry.ErrorCode ?? "NoEventId", entry.ErrorMessage ?? ""),
    };

    /// <summary>
    /// The outcome of a call that failed as a whole. Faults of keys, permissions or the bus are not the events' own: they are retried until
    /// fixed.
    /// </summary>
    public static PutEventsOutcome Of(Exception failure) => failure switch
    {
        AmazonServiceException { StatusCode: HttpStatusCode.RequestEntityTooLarge } e =>
            new(PutEventsOutcomeKind.Rejected, e.ErrorCode ?? "TooLarge", e.Message),
        AmazonServiceException { ErrorCode: "ValidationException" or "SerializationException" or "RequestEntityTooLargeException" } e =>
            new(PutEventsOutcomeKind.Rejected, e.ErrorCode, e.Message),
        AmazonServiceException e => new(PutEventsOutcomeKind.Retry, e.ErrorCode ?? $"Http{(int)e.StatusCode}", e.Message),
        OperationCanceledException => new(PutEventsOutcomeKind.Retry, "Timeout", "No response in time."),
        _ => new(PutEventsOutcomeKind.Retry, failure.GetType().Name, failure.Message),
    };

    /// <summary>Whether AWS throttles.</summary>
    public bool IsThrottling => Code is
        "ThrottlingException" or "Throttling" or "TooManyRequestsException" or "RequestLimitExceeded" or "SlowDown" or "Http429" or "Http503";
}
