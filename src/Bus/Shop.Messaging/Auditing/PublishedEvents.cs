using System.Runtime.CompilerServices;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>Of whom was said what, for modules' audits: the publisher's archive and outbox together.</summary>
public sealed class PublishedEvents(Modules modules)
{
    private const int PageSize = 1_000;

    /// <summary>The subjects of which such an event was said in a time; none when its publisher is not hosted here.</summary>
    /// <param name="from">Said then or later, UTC.</param>
    /// <param name="until">Said before then, UTC; null for up to now.</param>
    /// <param name="ct">Ends the search.</param>
    public async Task<IReadOnlySet<string>> Subjects<TEvent>(DateTime from, DateTime? until, CancellationToken ct) where TEvent : IEvent
    {
        var contract = EventContract.Of(typeof(TEvent));
        return modules.FirstOrDefault(module => module.Declared.Publishes.Contains(contract)) is { } publisher
            ? await publisher.Store.SubjectsOf(contract.DetailType, EventId.FirstAt(from), EventId.FirstAt(until ?? DateTime.MaxValue), ct)
            : new HashSet<string>();
    }

    /// <summary>Whether the publishers of all these kinds are hosted here: what they said is remembered in this process.</summary>
    public bool HasAll(IEnumerable<EventContract> kinds) => kinds.All(kind => modules.Any(module => module.Declared.Publishes.Contains(kind)));

    /// <summary>
    /// The events of some kinds that are remembered, archived or still on their way, publisher by publisher, newest first. One that is said
    /// meanwhile may be missing.
    /// </summary>
    /// <param name="kinds">Which events; of a kind in every version.</param>
    /// <param name="since">Said then or later, UTC.</param>
    /// <param name="ct">Ends the search.</param>
    /// <exception cref="OperationRejectedException">The publisher of a kind is not hosted here.</exception>
    public async IAsyncEnumerable<Envelope> All(IReadOnlyCollection<EventContract> kinds, DateTime since, [EnumeratorCancellation] CancellationToken ct)
    {
        var names = kinds.Select(kind => kind.DetailType).ToHashSet();
        foreach (var publisher in kinds.Select(PublisherOf).Distinct())
        {
            IReadOnlyList<Envelope> page = [];
            do
            {
                var before = page.Count > 0 ? page[^1].Metadata.EventId : (Guid?)null;
                var where = new Where("envelope is not null").And("event_id >= @since", "@since", EventId.FirstAt(since)).And("event_id < @before", "@before", before);
                page = await publisher.Store.Search(where, PageSize, ct);
                foreach (var envelope in page.Where(envelope => names.Contains(envelope.DetailType)))
                    yield return envelope;
            }
            while (page.Count == PageSize);
        }
    }

    private Module PublisherOf(EventContract kind) =>
        modules.FirstOrDefault(module => module.Declared.Publishes.Contains(kind)) ?? throw new OperationRejectedException(
            $"\"{kind.DetailType}\" is said by {kind.Source}, which this process does not host: do this where all of {string.Join(", ", modules.All.Select(module => module.Name))} are hosted.");
}
