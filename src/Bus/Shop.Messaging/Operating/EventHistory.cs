using Shop.Events;
using Shop.Messaging.Consuming;
using Shop.Messaging.Modules;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Operating;

/// <summary>The events of a subject and what became of each, as far as the modules of this process know.</summary>
public sealed class EventHistory
{
    private readonly HostedModules _modules;
    private readonly ModuleDirectory _directory;

    internal EventHistory(HostedModules modules, ModuleDirectory directory) => (_modules, _directory) = (modules, directory);

    /// <summary>The modules that other processes host: what they published and handled is known there.</summary>
    public IReadOnlyList<string> RemoteModules => _directory.RemoteModules;

    /// <summary>The events of a subject, oldest first.</summary>
    public async Task<IReadOnlyList<TimelineEvent>> Of(string subject, CancellationToken ct)
    {
        var published = new List<Envelope>();
        foreach (var module in _modules)
            published.AddRange(await module.Store.Archive.PublishedFor(subject, ct));

        var ids = published.Select(envelope => envelope.Metadata.EventId).ToList();
        // An event that was published in several versions is one event, handled by every rule that handled any of them.
        var original = published.Where(envelope => envelope.Metadata.CopyOf is not null)
            .ToDictionary(copy => copy.Metadata.EventId, copy => copy.Metadata.CopyOf!.Value);
        var handlings = new List<(Guid EventId, HandlingStatus Handling)>();
        foreach (var module in _modules.Where(_ => ids.Count > 0))
            foreach (var row in await module.Store.Inbox.Find(ids, ct))
                handlings.Add((original.GetValueOrDefault(row.EventId, row.EventId), HandlingStatus.Of(module.Name, row)));

        var byEvent = handlings.ToLookup(one => one.EventId, one => one.Handling);
        return
        [
            .. published.Where(envelope => !original.ContainsKey(envelope.Metadata.EventId))
                .OrderBy(envelope => envelope.Metadata.Timestamp).ThenBy(envelope => envelope.Metadata.EventId.ToString(), StringComparer.Ordinal)
                .Select(envelope => TimelineEvent.Of(envelope, [.. byEvent[envelope.Metadata.EventId]], _directory.RemoteSubscribers(envelope.Json.Span))),
        ];
    }
}

/// <summary>An event of a subject's history.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="DetailType">Its detail-type.</param>
/// <param name="Source">The module that published it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="CorrelationId">The request that it follows from.</param>
/// <param name="CausationId">The event that it follows from.</param>
/// <param name="HandledBy">What became of it at each rule of this process that matches it.</param>
/// <param name="Remote">Rules that match it in other processes, each as <c>module/rule</c>: only their process knows what became of it there.</param>
public sealed record TimelineEvent(
    Guid EventId, string DetailType, string Source, DateTime At, string CorrelationId, Guid? CausationId, IReadOnlyList<HandlingStatus> HandledBy,
    IReadOnlyList<string> Remote)
{
    internal static TimelineEvent Of(Envelope envelope, IReadOnlyList<HandlingStatus> handledBy, IReadOnlyList<string> remote) => new(
        envelope.Metadata.EventId, envelope.DetailType, envelope.Source, envelope.Metadata.Timestamp,
        envelope.Metadata.CorrelationId, envelope.Metadata.CausationId, handledBy, remote);
}

/// <summary>What became of an event at one rule.</summary>
/// <param name="Module">The rule's module.</param>
/// <param name="Rule">The rule.</param>
/// <param name="State">Handled, pending, calling or dead-lettered.</param>
/// <param name="At">When it was handled, is tried next, or became a dead letter; for a call in flight, when its lease ends. UTC.</param>
/// <param name="FailedAttempts">Attempts that failed.</param>
public sealed record HandlingStatus(string Module, string Rule, InboxState State, DateTime At, int FailedAttempts)
{
    internal static HandlingStatus Of(string module, InboxRow row) => new(
        module, row.Rule, row.State, (row.HandledAt ?? row.NextAttemptAt ?? row.DeadLetteredAt ?? row.LeasedUntil)!.Value, row.Attempts);
}
