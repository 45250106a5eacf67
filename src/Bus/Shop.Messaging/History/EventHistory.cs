using Shop.Events;

namespace Shop.Messaging;

/// <summary>What was said of a subject and who heard it, as far as the modules of this process know.</summary>
public sealed class EventHistory(Modules modules)
{
    /// <summary>The events of a subject, oldest first.</summary>
    public async Task<IReadOnlyList<ToldEvent>> Of(string subject, CancellationToken ct)
    {
        var said = new List<Envelope>();
        foreach (var module in modules)
            said.AddRange(await module.Store.Said(subject, ct));

        var ids = said.Select(envelope => envelope.Metadata.EventId).ToList();
        // What was said in several versions is one event, heard by all who heard any of them.
        var original = said.Where(envelope => envelope.Metadata.CopyOf is not null).ToDictionary(copy => copy.Metadata.EventId, copy => copy.Metadata.CopyOf!.Value);
        var hearings = new List<(Guid EventId, ToldHearing Hearing)>();
        foreach (var module in modules.Where(_ => ids.Count > 0))
            foreach (var row in await module.Store.Heard(ids, ct))
                hearings.Add((original.GetValueOrDefault(row.EventId, row.EventId), Tell(module.Name, row)));

        var byEvent = hearings.ToLookup(h => h.EventId, h => h.Hearing);
        return
        [
            .. said.Where(envelope => !original.ContainsKey(envelope.Metadata.EventId)).OrderBy(envelope => envelope.Metadata.Timestamp).ThenBy(envelope => envelope.Metadata.EventId.ToString(), StringComparer.Ordinal)
                .Select(envelope => new ToldEvent(
                    envelope.Metadata.EventId, envelope.DetailType, envelope.Source, envelope.Metadata.Timestamp,
                    envelope.Metadata.CorrelationId, envelope.Metadata.CausationId, [.. byEvent[envelope.Metadata.EventId]], modules.ElsewhereHearing(envelope.Json.Span))),
        ];
    }

    internal static ToldHearing Tell(string module, InboxRow row)
    {
        var (outcome, at) = row switch
        {
            { HeardAt: { } heard } => (HearingOutcome.Heard, heard),
            { DueAt: { } due } => (HearingOutcome.Waiting, due),
            _ => (HearingOutcome.Dead, row.DeadAt!.Value),
        };
        return new ToldHearing(module, row.Rule, outcome, at, row.Attempts);
    }
}

/// <summary>An event of a subject's history.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="DetailType">What was said.</param>
/// <param name="Source">Who said it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="CorrelationId">The request that it follows from.</param>
/// <param name="CausationId">The event that it follows from.</param>
/// <param name="HeardBy">What became of it at each rule that heard it in this process.</param>
/// <param name="Elsewhere">Rules that match it in other processes, each as <c>module/rule</c>: what became of it there is told there.</param>
public sealed record ToldEvent(
    Guid EventId, string DetailType, string Source, DateTime At, string CorrelationId, Guid? CausationId, IReadOnlyList<ToldHearing> HeardBy,
    IReadOnlyList<string> Elsewhere);

/// <summary>What became of an event at one rule.</summary>
/// <param name="Module">Whose rule.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Outcome">Heard, waiting or dead.</param>
/// <param name="At">When it was heard, is tried next, or was given up; UTC.</param>
/// <param name="FailedAttempts">Tries that failed.</param>
public sealed record ToldHearing(string Module, string Rule, HearingOutcome Outcome, DateTime At, int FailedAttempts);

/// <summary>What became of an event at one rule.</summary>
public enum HearingOutcome
{
    /// <summary>Handled, and its effects committed.</summary>
    Heard,

    /// <summary>Kept to be tried, or tried again.</summary>
    Waiting,

    /// <summary>Given up.</summary>
    Dead,
}
