using Amazon.Runtime;

namespace Shop.EventBridge;

/// <summary>
/// A client of Amazon EventBridge with PutEvents; all other operations go through <see cref="AwsJsonClient.Call{TOutput}"/>.
/// </summary>
public sealed class EventBridgeClient : AwsJsonClient
{
    /// <summary>Uses the SDK's credential chain.</summary>
    public EventBridgeClient(AwsJsonConfig config) : base(config)
    {
    }

    /// <summary>Uses the given credentials.</summary>
    public EventBridgeClient(AWSCredentials credentials, AwsJsonConfig config) : base(credentials, config)
    {
    }

    /// <summary>Puts events on buses. A successful call may have failed for some entries: see each result.</summary>
    /// <param name="entries">1 to 10, 1,000,000 bytes together.</param>
    /// <param name="ct">Cancels the call; whether the events are on the bus is then unknown.</param>
    public Task<PutEventsResult> PutEvents(IReadOnlyList<PutEventsEntry> entries, CancellationToken ct) =>
        Call<PutEventsResult>("PutEvents", new { Entries = entries }, ct);
}

/// <summary>An event for EventBridge, which builds the envelope around it.</summary>
/// <param name="Time">When it happened: seconds since 1970, UTC.</param>
/// <param name="Source">The publisher.</param>
/// <param name="DetailType">The event's name.</param>
/// <param name="Detail">The event's own fields and its metadata, JSON.</param>
/// <param name="EventBusName">Name or ARN of the bus.</param>
/// <param name="TraceHeader">X-Ray's trace header; null for none.</param>
public sealed record PutEventsEntry(double Time, string Source, string DetailType, string Detail, string EventBusName, string? TraceHeader = null);

/// <summary>The results of the entries, in their order.</summary>
/// <param name="FailedEntryCount">How many are not on the bus.</param>
/// <param name="Entries">One result for each entry.</param>
public sealed record PutEventsResult(int FailedEntryCount, IReadOnlyList<PutEventsResultEntry>? Entries);

/// <summary>The result of one entry.</summary>
/// <param name="EventId">The id that EventBridge gave it; null when it is not on the bus.</param>
/// <param name="ErrorCode">Why it is not: <c>ThrottlingException</c>.</param>
/// <param name="ErrorMessage">The error for people.</param>
public sealed record PutEventsResultEntry(string? EventId, string? ErrorCode, string? ErrorMessage);
