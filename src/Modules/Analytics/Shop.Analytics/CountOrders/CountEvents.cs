using Shop.Events;

namespace Shop.Analytics;

/// <summary>Collects the facts of events; they are written with one statement per table when the batch is saved.</summary>
internal sealed class CountEvents<TEvent>(FactsOfBatch batch) : IHandleMany<TEvent> where TEvent : IEvent
{
    public Task Handle(IReadOnlyList<Received<TEvent>> received, CancellationToken ct)
    {
        foreach (var one in received)
            batch.Add(one.Event, one.Envelope);
        return Task.CompletedTask;
    }
}

/// <summary>The facts of all rules in one inbox transaction.</summary>
internal sealed class FactsOfBatch(AnalyticsDb db)
{
    private readonly Facts _facts = new();

    public void Add(IEvent published, Envelope envelope)
    {
        if (_facts.IsEmpty)
            db.BeforeSave(ct => db.Merge(_facts, ct));
        _facts.Add(published, envelope);
    }
}
