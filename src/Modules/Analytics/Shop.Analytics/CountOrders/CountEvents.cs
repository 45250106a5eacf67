using Shop.Events;

namespace Shop.Analytics;

/// <summary>Adds what events tell to what the batch tells; all of it is written by one statement a table when the batch is saved.</summary>
internal sealed class CountEvents<TEvent>(FactsOfBatch batch) : IHandleMany<TEvent> where TEvent : IEvent
{
    public Task Handle(IReadOnlyList<Received<TEvent>> received, CancellationToken ct)
    {
        foreach (var one in received)
            batch.Add(one.Event, one.Envelope);
        return Task.CompletedTask;
    }
}

/// <summary>What all rules together have heard in one transaction of the worker.</summary>
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
