namespace Shop.EventBridge;

/// <summary>
/// How the shop reaches AWS, its resource names there, and its limits and retries; the configuration section <c>Bus:Aws</c>.
/// </summary>
public sealed class AwsOptions
{
    /// <summary>The region; null to let the SDK find it (<c>AWS_REGION</c>, profile).</summary>
    public string? Region { get; init; }

    /// <summary>The URL of an emulator, for EventBridge and SQS alike; null for AWS itself.</summary>
    public string? ServiceUrl { get; init; }

    /// <summary>
    /// Whether this process receives from its modules' queues even if no module is remote: for producers outside the shop, and after a
    /// module has come back, until its queue is empty. If any module is remote, the process receives in any case.
    /// </summary>
    public bool ReceiveWhenLocal { get; init; }

    /// <summary>The event bus's name.</summary>
    public string EventBus { get; init; } = "shop";

    /// <summary>The prefix of the shop's queue names; <c>{Prefix}-{module}</c> is a module's queue.</summary>
    public string Prefix { get; init; } = "shop";

    /// <summary>
    /// The name of the queue for events that EventBridge does not accept at present; null for none: they stay in the outboxes.
    /// </summary>
    public string? FallbackQueue { get; init; }

    /// <summary>The most PutEvents calls in flight at once.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    /// <summary>The most bytes in a PutEvents call, as AWS counts them; at most 1,000,000.</summary>
    public int BatchBytes { get; init; } = 1_000_000;

    /// <summary>
    /// The most events sent in a second: the account's quota for PutEvents. When AWS throttles, the sender slows down for a while.
    /// </summary>
    public int EventsPerSecond { get; init; } = 10_000;

    /// <summary>The time limit of a call. After it the outcome is unknown, and the events are sent again.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an event is retried before it goes to the fallback queue, or back to the outbox when there is none.</summary>
    public TimeSpan RetryDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The upper bound of the wait before the first retry; it doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The largest upper bound of a wait.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The polling interval of the fallback queue, and so how soon a recovery of EventBridge is noticed.</summary>
    public TimeSpan DrainInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The most receives in flight at once for a full queue; a queue that is not full has one.</summary>
    public int MaxConcurrentReceives { get; init; } = 8;

    /// <summary>How long a receive waits at an empty queue (long polling), 0–20 s.</summary>
    public TimeSpan WaitTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The visibility timeout of a received message; extended until the message is processed.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The name of the queue that a module's rules feed.</summary>
    public string QueueOf(string module) => $"{Prefix}-{module}";

    /// <summary>
    /// The name of the dead-letter queue: messages received too often without a delete, and events that EventBridge could not deliver.
    /// </summary>
    public string DeadLetterQueueOf(string module) => $"{Prefix}-{module}-dlq";

    /// <summary>The endpoint or region, for log lines and error messages.</summary>
    public string Location => ServiceUrl is { Length: > 0 } url ? url : $"AWS in {Region ?? "the region of the environment"}";

    /// <summary>Rejects settings that AWS would reject.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it.</exception>
    internal AwsOptions Validated()
    {
        if (BatchBytes is < 1 or > 1_000_000)
            throw new ArgumentException($"Bus:Aws:BatchBytes is {BatchBytes}. PutEvents takes up to 1,000,000.");
        if (MaxConcurrentCalls < 1 || MaxConcurrentReceives < 1 || EventsPerSecond < 1)
            throw new ArgumentException("Bus:Aws:MaxConcurrentCalls, MaxConcurrentReceives and EventsPerSecond are 1 or more.");
        if (WaitTime < TimeSpan.Zero || WaitTime > TimeSpan.FromSeconds(20))
            throw new ArgumentException($"Bus:Aws:WaitTime is {WaitTime}. SQS takes 0 to 20 s.");
        if (VisibilityTimeout < TimeSpan.FromSeconds(1) || VisibilityTimeout > TimeSpan.FromHours(12))
            throw new ArgumentException($"Bus:Aws:VisibilityTimeout is {VisibilityTimeout}. SQS takes 1 s to 12 h.");
        return this;
    }
}
