using Shop.Events;

namespace Shop.Messaging;

/// <summary>What the parts of the bus share in one process.</summary>
internal sealed class BusRuntime(BusOptions options, TimeProvider clock)
{
    public BusOptions Options { get; } = options;

    /// <summary>What events are dated by. The bus's own waits are in real time: a test that moves the clock does not move them.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>What waits are drawn from.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>Which events the archive takes; null for all.</summary>
    public EventPattern? ArchivePattern { get; } = options.ArchivePattern is { } pattern ? EventPattern.Parse(pattern) : null;

    public EventThrottle Throttle { get; } = new();

    public BusActivity Activity { get; } = new();

    public EnvelopeWriter Writer { get; } = new(options.Account, options.Region, Math.Min(options.MaxEventBytes, EventSize.HardCap));
}
