using Shop.Events;

namespace Shop.Messaging.Kernel;

/// <summary>What the parts of the bus share in one process.</summary>
internal sealed class BusRuntime(BusOptions options, TimeProvider clock)
{
    public BusOptions Options { get; } = options;

    /// <summary>What events are dated by. A test may move it.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>What the bus's own waits and time-outs are measured by: real time, whatever a test does to the clock.</summary>
    public TimeProvider Timers { get; init; } = TimeProvider.System;

    /// <summary>Where random waits are drawn from.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>Which events the archive takes; null for all.</summary>
    public EventPattern? ArchivePattern { get; } = options.ArchivePattern is { } pattern ? EventPattern.Parse(pattern) : null;

    public BusActivity Activity { get; } = new();

    public EnvelopeWriter Writer { get; } = new(options.Account, options.Region, Math.Min(options.MaxEventBytes, EventSize.HardCap));

    /// <summary>The wait before a failed message is handled again.</summary>
    public TimeSpan RetryDelay(int attempts) => Backoff.Delay(attempts, Options.RetryDelay, Options.MaxRetryDelay, Random);
}
