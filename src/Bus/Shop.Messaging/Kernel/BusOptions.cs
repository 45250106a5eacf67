using Shop.Events;

namespace Shop.Messaging.Kernel;

/// <summary>How the bus behaves; the section <c>Bus</c> of the configuration. The defaults suit one node and a laptop.</summary>
public sealed class BusOptions
{
    /// <summary>The account in envelopes: 12 digits.</summary>
    public string Account { get; init; } = "000000000000";

    /// <summary>The region in envelopes.</summary>
    public string Region { get; init; } = "local";

    /// <summary>The largest event that may be published, in bytes as PutEvents counts them; at most 1,000,000.</summary>
    public int MaxEventBytes { get; init; } = EventSize.DefaultCap;

    /// <summary>Where each module runs, by name; a module that is not named is local. <c>Bus:Modules:payments=Remote</c></summary>
    public IDictionary<string, Placement> Modules { get; init; } = new Dictionary<string, Placement>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Which events leave the process.</summary>
    public Relaying Relay { get; init; } = Relaying.RemoteOnly;

    /// <summary>Whether events may leave the process: a module is remote, or all events are relayed.</summary>
    public bool UsesRemoteTransport => Relay == Relaying.All || Modules.Values.Contains(Placement.Remote);

    /// <summary>Where a module runs.</summary>
    public Placement PlacementOf(string module) => Modules.TryGetValue(module, out var placement) ? placement : Placement.Local;

    /// <summary>How many messages one transaction handles at most.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>
    /// How many events wait in memory for one module at most, and how many messages for its external calls. An event beyond that stays in the
    /// outbox and is sent as soon as there is room; a message stays in the inbox until its lease ends. Of the room for calls, one receiver takes at most
    /// what is free.
    /// </summary>
    public int QueueCapacity { get; init; } = 10_000;

    /// <summary>
    /// How many external calls a module makes at once, all receivers together. One receiver gets at most as many as are free then, so half of them
    /// when it is alone.
    /// </summary>
    public int MaxConcurrentCalls { get; init; } = 1_024;

    /// <summary>How long a published event, a retry or a call belongs to the process that has it in memory; then a sweep may take it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the sweep looks for what a crash left.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the gauges <c>shop.bus.*</c> query the databases; only while something reads them.</summary>
    public TimeSpan MetricsInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a handled event may stay in the outbox so that many move to the archive in one transaction.</summary>
    public TimeSpan ArchiveDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The upper bound of the wait before the first retry; it doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the upper bound grows to.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a stopping process may take to finish what it has begun.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an event stays in the archive, in days; 1 or more.</summary>
    public int ArchiveRetentionDays { get; init; } = 30;

    /// <summary>An EventBridge pattern that decides which events the archive stores; null for all.</summary>
    public string? ArchivePattern { get; init; }

    /// <summary>How long the inbox remembers a handled message, in days; 7 or more. Only the handler itself can recognise a later duplicate.</summary>
    public int InboxRetentionDays { get; init; } = 30;

    /// <summary>How long a message stays dead before the dead-letter processor redrives it; doubles with each redrive.</summary>
    public TimeSpan RedriveDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the dead-letter processor redrives a message before it parks it.</summary>
    public int MaxRedrives { get; init; } = 3;

    /// <summary>How far back reconciliation looks; never further than the inbox and the archive remember.</summary>
    public TimeSpan ReconciliationWindow { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How old an event is before reconciliation expects its effects.</summary>
    public TimeSpan ReconciliationDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Rejects settings that would lose events or purge too soon.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message names it.</exception>
    internal BusOptions Validated()
    {
        if (InboxRetentionDays < 7)
            throw new ArgumentException($"Bus:InboxRetentionDays is {InboxRetentionDays}. Duplicates may arrive for a week: set 7 or more.");
        if (ArchiveRetentionDays < 1)
            throw new ArgumentException($"Bus:ArchiveRetentionDays is {ArchiveRetentionDays}. Set 1 or more.");
        if (MetricsInterval <= TimeSpan.Zero)
            throw new ArgumentException($"Bus:MetricsInterval is {MetricsInterval}. Set a positive time, such as 00:00:30.");
        if (ArchivePattern is not null)
            EventPattern.Parse(ArchivePattern);
        return this;
    }
}
