using Shop.Events;

namespace Shop.Messaging;

/// <summary>Finds what the modules of this process have said.</summary>
public sealed class EventSearch(Modules modules, TimeProvider clock)
{
    /// <summary>A page of events, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">The last event of the page before; null for the first page.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="ct">Ends the search.</param>
    public async Task<IReadOnlyList<Envelope>> Find(EventFilter filter, Guid? before, int limit, CancellationToken ct)
    {
        var where = filter.Conditions().And("event_id < @before", "@before", before);
        var found = new List<Envelope>();
        foreach (var module in modules)
            found.AddRange(await module.Store.Search(where, limit, ct));
        return
        [
            .. found.DistinctBy(envelope => envelope.Metadata.EventId)
                .OrderByDescending(envelope => envelope.Metadata.EventId.ToString(), StringComparer.Ordinal).Take(limit),
        ];
    }

    /// <summary>How many events there are, by who said them and by detail-type.</summary>
    public async Task<IReadOnlyList<EventCount>> Count(EventFilter filter, CancellationToken ct)
    {
        var counts = new List<EventCount>();
        foreach (var module in modules)
            counts.AddRange((await module.Store.CountPublished(filter.Conditions(), ct)).Select(published => new EventCount(module.Name, published.DetailType, published.Events, published.Characters)));
        return counts;
    }

    /// <summary>Events as they are said from now on, a moment later; for as long as somebody looks.</summary>
    public IAsyncEnumerable<Envelope> Tail(EventFilter filter, CancellationToken ct) => EventTail.Of(this, filter, clock, ct);

    /// <summary>An event and who heard it; null when nobody here has said it, or it is forgotten.</summary>
    public async Task<(Envelope Event, IReadOnlyList<HandlingStatus> HandledBy)?> Find(Guid eventId, CancellationToken ct)
    {
        if (await Find(new EventFilter { EventId = eventId }, null, 1, ct) is not [var found])
            return null;
        return (found, await Deliveries(eventId, ct));
    }

    /// <summary>What became of an event at the rules of this process, whoever has said it.</summary>
    public async Task<IReadOnlyList<HandlingStatus>> Deliveries(Guid eventId, CancellationToken ct)
    {
        var received = new List<HandlingStatus>();
        foreach (var module in modules)
            received.AddRange((await module.Store.HandlingOf([eventId], ct)).Select(row => EventHistory.Describe(module.Name, row)));
        return received;
    }
}

/// <summary>How many events a module has said.</summary>
/// <param name="Module">Who.</param>
/// <param name="DetailType">What.</param>
/// <param name="Events">How many.</param>
/// <param name="Characters">How long their envelopes are together.</param>
public sealed record EventCount(string Module, string DetailType, long Events, long Characters);

/// <summary>Which events are meant: all for which everything holds that is given.</summary>
public sealed record EventFilter
{
    /// <summary>What was said: <c>Order Created</c>.</summary>
    public string? DetailType { get; init; }

    /// <summary>Whom it is about: an order's id.</summary>
    public string? Subject { get; init; }

    /// <summary>The request that it follows from.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>One event.</summary>
    public Guid? EventId { get; init; }

    /// <summary>Said then or later, UTC.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Said before then, UTC.</summary>
    public DateTime? Until { get; init; }

    internal Where Conditions() => new Where("envelope is not null")
        .And("event_id = @id", "@id", EventId).And("detail_type = @type", "@type", DetailType)
        .And("subject = @subject", "@subject", Subject).And("correlation_id = @correlation_id", "@correlation_id", CorrelationId)
        .And("event_id >= @since", "@since", Since is { } since ? Messaging.EventId.FirstAt(since) : null)
        .And("event_id < @until", "@until", Until is { } until ? Messaging.EventId.FirstAt(until) : null);
}
