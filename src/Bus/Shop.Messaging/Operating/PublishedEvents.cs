using System.Runtime.CompilerServices;
using Shop.Events;
using Shop.Messaging.Consuming;
using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Operating;

/// <summary>What modules have published, for reconciliation: the publishers' archives and outboxes together.</summary>
public sealed class PublishedEvents
{
    private const int PageSize = 1_000;

    private readonly HostedModules _modules;
    private readonly ModuleDirectory _directory;

    internal PublishedEvents(HostedModules modules, ModuleDirectory directory) => (_modules, _directory) = (modules, directory);

    /// <summary>The subjects of such events that were published in a time; none when their publisher is not hosted here.</summary>
    /// <param name="from">The earliest event, UTC.</param>
    /// <param name="until">Events before this, UTC; null for up to now.</param>
    /// <param name="ct">Ends the search.</param>
    public async Task<IReadOnlySet<string>> Subjects<TEvent>(DateTime from, DateTime? until, CancellationToken ct) where TEvent : IEvent
    {
        var contract = EventContract.Of(typeof(TEvent));
        return _modules.FirstOrDefault(module => module.Declaration.Publishes.Contains(contract)) is { } publisher
            ? await publisher.Store.Archive.SubjectsOf(contract.DetailType, EventIds.FirstAt(from), EventIds.FirstAt(until ?? DateTime.MaxValue), ct)
            : new HashSet<string>();
    }

    /// <summary>Whether this process hosts the publishers of all these events, and so has their archives.</summary>
    public bool HasAll(IEnumerable<EventContract> kinds) => kinds.All(kind => _modules.Any(module => module.Declaration.Publishes.Contains(kind)));

    /// <summary>
    /// The events of some kinds, archived or still in the outbox, publisher by publisher, newest first. One that is published meanwhile may be
    /// missing.
    /// </summary>
    /// <param name="kinds">Their contracts; every version counts.</param>
    /// <param name="since">The earliest event, UTC.</param>
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
                var where = new Where("envelope is not null").And("event_id >= @since", "@since", EventIds.FirstAt(since))
                    .And("event_id < @before", "@before", before);
                page = await publisher.Store.Archive.Search(where, PageSize, ct);
                foreach (var envelope in page.Where(envelope => names.Contains(envelope.DetailType)))
                    yield return envelope;
            }
            while (page.Count == PageSize);
        }
    }

    private HostedModule PublisherOf(EventContract kind) =>
        _modules.FirstOrDefault(module => module.Declaration.Publishes.Contains(kind)) ?? throw new OperationRejectedException(
            $"\"{kind.DetailType}\" is published by {kind.Source}, which this process does not host: "
                + $"run this where all of {string.Join(", ", _directory.All.Select(module => module.Name))} are hosted.");
}
