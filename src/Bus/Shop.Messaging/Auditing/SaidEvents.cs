using Shop.Events;

namespace Shop.Messaging;

/// <summary>Of whom was said what, for modules' audits: the publisher's archive and outbox together.</summary>
public sealed class SaidEvents(Modules modules)
{
    /// <summary>The subjects of which such an event was said in a time; none when its publisher is not hosted here.</summary>
    /// <param name="from">Said then or later, UTC.</param>
    /// <param name="until">Said before then, UTC; null for up to now.</param>
    /// <param name="ct">Ends the search.</param>
    public async Task<IReadOnlySet<string>> Subjects<TEvent>(DateTime from, DateTime? until, CancellationToken ct) where TEvent : IEvent
    {
        var contract = EventContract.Of(typeof(TEvent));
        return modules.FirstOrDefault(module => module.Declared.Says.Contains(contract)) is { } publisher
            ? await publisher.Store.SubjectsOf(contract.DetailType, EventId.FirstAt(from), EventId.FirstAt(until ?? DateTime.MaxValue), ct)
            : new HashSet<string>();
    }
}
