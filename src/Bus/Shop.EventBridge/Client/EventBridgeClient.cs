using Amazon.Runtime;

namespace Shop.EventBridge;

/// <summary>Amazon EventBridge, as far as events are put on a bus; whatever else it can do goes by <see cref="AwsJsonClient.Call{TOutput}"/>.</summary>
public sealed class EventBridgeClient : AwsJsonClient
{
    /// <summary>With the credentials that the SDK finds.</summary>
    public EventBridgeClient(AwsJsonConfig config) : base(config)
    {
    }

    /// <summary>With these credentials.</summary>
    public EventBridgeClient(AWSCredentials credentials, AwsJsonConfig config) : base(credentials, config)
    {
    }

    /// <summary>Puts events on buses. A call that succeeds may have failed for some of them: each result says so.</summary>
    /// <param name="entries">1 to 10, 1,000,000 bytes together.</param>
    /// <param name="ct">Gives up; whether the events are on the bus is then not known.</param>
    public Task<PutEventsResult> PutEvents(IReadOnlyList<PutEventsEntry> entries, CancellationToken ct) =>
        Call<PutEventsResult>("PutEvents", new { Entries = entries }, ct);
}

/// <summary>An event for EventBridge, which makes the envelope around it.</summary>
/// <param name="Time">When it happened: seconds since 1970, UTC.</param>
/// <param name="Source">Who says it.</param>
/// <param name="DetailType">What is said.</param>
/// <param name="Detail">The event's own fields and its metadata, JSON.</param>
/// <param name="EventBusName">Name or ARN of the bus.</param>
/// <param name="TraceHeader">X-Ray's trace header; null for none.</param>
public sealed record PutEventsEntry(double Time, string Source, string DetailType, string Detail, string EventBusName, string? TraceHeader = null);

/// <summary>What became of the entries, in their order.</summary>
/// <param name="FailedEntryCount">How many are not on the bus.</param>
/// <param name="Entries">One for each.</param>
public sealed record PutEventsResult(int FailedEntryCount, IReadOnlyList<PutEventsResultEntry>? Entries);

/// <summary>What became of one event.</summary>
/// <param name="EventId">The id that EventBridge gave it; null when it is not on the bus.</param>
/// <param name="ErrorCode">Why it is not: <c>ThrottlingException</c>.</param>
/// <param name="ErrorMessage">The same for people.</param>
public sealed record PutEventsResultEntry(string? EventId, string? ErrorCode, string? ErrorMessage);
