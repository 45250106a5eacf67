using Shop.Events;

namespace Shop.Messaging;

/// <summary>What was said of a subject and who heard it, as far as the modules of this process know.</summary>
public sealed class EventHistory(Modules modules)
{
    /// <summary>The events of a subject, oldest first.</summary>
    public async Task<IReadOnlyList<TimelineEvent>> Of(string subject, CancellationToken ct)
    {
        var published = new List<Envelope>();
        foreach (var module in modules)
            published.AddRange(await module.Store.PublishedFor(subject, ct));

        var ids = published.Select(envelope => envelope.Metadata.EventId).ToList();
        // What was said in several versions is one event, heard by all who heard any of them.
        var original = published.Where(envelope => envelope.Metadata.CopyOf is not null).ToDictionary(copy => copy.Metadata.EventId, copy => copy.Metadata.CopyOf!.Value);
        var handlings = new List<(Guid EventId, HandlingStatus Hearing)>();
        foreach (var module in modules.Where(_ => ids.Count > 0))
            foreach (var row in await module.Store.HandlingOf(ids, ct))
                handlings.Add((original.GetValueOrDefault(row.EventId, row.EventId), Describe(module.Name, row)));

        var byEvent = handlings.ToLookup(h => h.EventId, h => h.Hearing);
        return
        [
            .. published.Where(envelope => !original.ContainsKey(envelope.Metadata.EventId)).OrderBy(envelope => envelope.Metadata.Timestamp).ThenBy(envelope => envelope.Metadata.EventId.ToString(), StringComparer.Ordinal)
                .Select(envelope => new TimelineEvent(
                    envelope.Metadata.EventId, envelope.DetailType, envelope.Source, envelope.Metadata.Timestamp,
                    envelope.Metadata.CorrelationId, envelope.Metadata.CausationId, [.. byEvent[envelope.Metadata.EventId]], modules.RemoteSubscribers(envelope.Json.Span))),
        ];
    }

    internal static HandlingStatus Describe(string module, InboxRow row)
    {
        var (outcome, at) = row switch
        {
            { HandledAt: { } received } => (HandlingOutcome.Handled, received),
            { NextAttemptAt: { } due } => (HandlingOutcome.Pending, due),
            _ => (HandlingOutcome.DeadLettered, row.DeadLetteredAt!.Value),
        };
        return new HandlingStatus(module, row.Rule, outcome, at, row.Attempts);
    }
}

/// <summary>An event of a subject's history.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="DetailType">What was said.</param>
/// <param name="Source">Who said it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="CorrelationId">The request that it follows from.</param>
/// <param name="CausationId">The event that it follows from.</param>
/// <param name="HandledBy">What became of it at each rule that heard it in this process.</param>
/// <param name="Remote">Rules that match it in other processes, each as <c>module/rule</c>: what became of it there is told there.</param>
public sealed record TimelineEvent(
    Guid EventId, string DetailType, string Source, DateTime At, string CorrelationId, Guid? CausationId, IReadOnlyList<HandlingStatus> HandledBy,
    IReadOnlyList<string> Remote);

/// <summary>What became of an event at one rule.</summary>
/// <param name="Module">Whose rule.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Outcome">Heard, waiting or dead.</param>
/// <param name="At">When it was heard, is tried next, or was given up; UTC.</param>
/// <param name="FailedAttempts">Tries that failed.</param>
public sealed record HandlingStatus(string Module, string Rule, HandlingOutcome Outcome, DateTime At, int FailedAttempts);

/// <summary>What became of an event at one rule.</summary>
public enum HandlingOutcome
{
    /// <summary>Handled, and its effects committed.</summary>
    Handled,

    /// <summary>Kept to be tried, or tried again.</summary>
    Pending,

    /// <summary>Given up.</summary>
    DeadLettered,
}
