namespace Shop.EventBridge;

/// <summary>How the shop reaches AWS, what its things are called there, and how hard it tries; the section <c>Bus:Aws</c> of the configuration.</summary>
public sealed class AwsOptions
{
    /// <summary>The region; null for the SDK's own way of finding it (<c>AWS_REGION</c>, profile).</summary>
    public string? Region { get; init; }

    /// <summary>Where an emulator listens, for EventBridge and SQS alike; null for AWS itself.</summary>
    public string? ServiceUrl { get; init; }

    /// <summary>
    /// Whether the queues of the modules here are pumped even though no module is elsewhere: to hear producers outside the shop, and after a
    /// module has come back, until its queue is empty. Where a module is elsewhere they are pumped in any case.
    /// </summary>
    public bool ReceiveWhenLocal { get; init; }

    /// <summary>The event bus's name.</summary>
    public string EventBus { get; init; } = "shop";

    /// <summary>What the names of the shop's queues begin with; <c>{Prefix}-{module}</c> is a module's queue.</summary>
    public string Prefix { get; init; } = "shop";

    /// <summary>The name of the queue that takes events while EventBridge does not; null for none: they stay in the outboxes.</summary>
    public string? FallbackQueue { get; init; }

    /// <summary>How many PutEvents calls are under way at once.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    /// <summary>How many bytes a PutEvents call carries at the most, as AWS counts them; never more than 1,000,000.</summary>
    public int BatchBytes { get; init; } = 1_000_000;

    /// <summary>How many events a second are sent at the most; the account's quota for PutEvents. Throttled, it sends fewer for a while.</summary>
    public int EventsPerSecond { get; init; } = 10_000;

    /// <summary>How long an answer is waited for; after that nobody knows whether the events were taken, and they are sent again.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an event is tried before it goes to the fallback queue, or back to the outbox when there is none.</summary>
    public TimeSpan RetryDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The upper bound of the wait before the first retry; it doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What the upper bound grows to.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the fallback queue is looked into; while it is in use, this is how soon EventBridge's return is noticed.</summary>
    public TimeSpan DrainInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many receives are under way at once for a queue that is full; one for a queue that is not.</summary>
    public int MaxConcurrentReceives { get; init; } = 8;

    /// <summary>How long an empty queue is listened to in one call, 0–20 s.</summary>
    public TimeSpan WaitTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a message is hidden from others when it has been taken; prolonged while it is in hand.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The name of the queue that a module's rules feed.</summary>
    public string QueueOf(string module) => $"{Prefix}-{module}";

    /// <summary>The name of the queue for what a module's queue could not get rid of, and what EventBridge could not put into it.</summary>
    public string DeadLetterQueueOf(string module) => $"{Prefix}-{module}-dlq";

    /// <summary>Where that is, for people.</summary>
    public string Location => ServiceUrl is { Length: > 0 } url ? url : $"AWS in {Region ?? "the region of the environment"}";

    /// <summary>Refuses what AWS would refuse.</summary>
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
