namespace Shop.EventBridge;

/// <summary>How the shop reaches AWS, and what its things are called there; the section <c>Bus:Aws</c> of the configuration.</summary>
public sealed class AwsOptions
{
    /// <summary>The region; null for the SDK's own way of finding it (<c>AWS_REGION</c>, profile).</summary>
    public string? Region { get; init; }

    /// <summary>Where an emulator listens, for EventBridge and SQS alike; null for AWS itself.</summary>
    public string? ServiceUrl { get; init; }

    /// <summary>The event bus's name.</summary>
    public string EventBus { get; init; } = "shop";

    /// <summary>What the names of the shop's queues begin with; <c>{Prefix}-{module}</c> is a module's queue.</summary>
    public string Prefix { get; init; } = "shop";

    /// <summary>The name of the queue that a module's rules feed.</summary>
    public string QueueOf(string module) => $"{Prefix}-{module}";

    /// <summary>The name of the queue for what a module's queue could not get rid of, and what EventBridge could not put into it.</summary>
    public string DeadLetterQueueOf(string module) => $"{Prefix}-{module}-dlq";

    /// <summary>The name of the queue that takes events while EventBridge does not; empty for none: they stay in the outboxes.</summary>
    public string? FallbackQueue { get; init; }
}
