using Shop.Events;
using Shop.Messaging.Consuming;
using Shop.Messaging.Kernel;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Operating;

/// <summary>Finds the events that the modules of this process have published.</summary>
public sealed class EventSearch
{
    private readonly HostedModules _modules;
    private readonly TimeProvider _clock;

    internal EventSearch(HostedModules modules, TimeProvider clock) => (_modules, _clock) = (modules, clock);

    /// <summary>A page of events, newest first.</summary>
    /// <param name="filter">Selects events.</param>
    /// <param name="before">The last event of the page before; null for the first page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Ends the search.</param>
    public async Task<IReadOnlyList<Envelope>> Find(EventFilter filter, Guid? before, int limit, CancellationToken ct)
    {
        var where = filter.Conditions().And("event_id < @before", "@before", before);
        var found = new List<Envelope>();
        foreach (var module in _modules)
            found.AddRange(await module.Store.Archive.Search(where, limit, ct));
        return
        [
            .. found.DistinctBy(envelope => envelope.Metadata.EventId)
                .OrderByDescending(envelope => envelope.Metadata.EventId.ToString(), StringComparer.Ordinal).Take(limit),
        ];
    }

    /// <summary>How many events there are, by module and detail-type.</summary>
    public async Task<IReadOnlyList<EventCount>> Count(EventFilter filter, CancellationToken ct)
    {
        var counts = new List<EventCount>();
        foreach (var module in _modules)
            counts.AddRange((await module.Store.Archive.CountPublished(filter.Conditions(), ct))
                .Select(published => new EventCount(module.Name, published.DetailType, published.Events, published.Characters)));
        return counts;
    }

    /// <summary>Events as they are published from now on, a moment later, until it is cancelled.</summary>
    public IAsyncEnumerable<Envelope> Tail(EventFilter filter, CancellationToken ct) => EventTail.Of(this, filter, _clock, ct);

    /// <summary>An event and what became of it; null when no module here has published it, or it is purged.</summary>
    public async Task<(Envelope Event, IReadOnlyList<HandlingStatus> HandledBy)?> Find(Guid eventId, CancellationToken ct)
    {
        if (await Find(new EventFilter { EventId = eventId }, null, 1, ct) is not [var found])
            return null;
        return (found, await Deliveries(eventId, ct));
    }

    /// <summary>What became of an event at the rules of this process, whichever process published it.</summary>
    public async Task<IReadOnlyList<HandlingStatus>> Deliveries(Guid eventId, CancellationToken ct)
    {
        var deliveries = new List<HandlingStatus>();
        foreach (var module in _modules)
            deliveries.AddRange((await module.Store.Inbox.Find([eventId], ct)).Select(row => HandlingStatus.Of(module.Name, row)));
        return deliveries;
    }
}

/// <summary>How many events a module has published.</summary>
/// <param name="Module">The module.</param>
/// <param name="DetailType">The events' detail-type.</param>
/// <param name="Events">How many.</param>
/// <param name="Characters">The length of their envelopes together.</param>
public sealed record EventCount(string Module, string DetailType, long Events, long Characters);

/// <summary>Selects events: all for which every given condition holds.</summary>
public sealed record EventFilter
{
    /// <summary>The detail-type: <c>Order Created</c>.</summary>
    public string? DetailType { get; init; }

    /// <summary>What the event is about: an order's id.</summary>
    public string? Subject { get; init; }

    /// <summary>The request that it follows from.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>One event.</summary>
    public Guid? EventId { get; init; }

    /// <summary>Published at this time or later, UTC.</summary>
    public DateTime? Since { get; init; }

    /// <summary>Published before this time, UTC.</summary>
    public DateTime? Until { get; init; }

    internal Where Conditions() => new Where("envelope is not null")
        .And("event_id = @id", "@id", EventId).And("detail_type = @type", "@type", DetailType)
        .And("subject = @subject", "@subject", Subject).And("correlation_id = @correlation_id", "@correlation_id", CorrelationId)
        .And("event_id >= @since", "@since", Since is { } since ? EventIds.FirstAt(since) : null)
        .And("event_id < @until", "@until", Until is { } until ? EventIds.FirstAt(until) : null);
}
