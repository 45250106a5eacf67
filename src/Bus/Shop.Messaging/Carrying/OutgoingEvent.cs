namespace Shop.Messaging;

/// <summary>A published event on its way to all who hear it.</summary>
public sealed class OutgoingEvent
{
    private readonly ISendObserver _observer;
    private int _pending = 1;       // the relay's own, until every carrier has said whom it expects
    private volatile SendOutcome _outcome = SendOutcome.Acknowledged;

    internal OutgoingEvent(Guid id, ReadOnlyMemory<byte> json, ISendObserver owner)
    {
        Id = id;
        Json = json;
        _observer = owner;
    }

    /// <summary>The event's id.</summary>
    public Guid Id { get; }

    /// <summary>The envelope, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>One more module is to hear it.</summary>
    public void AddDestination() => Interlocked.Increment(ref _pending);

    /// <summary>One of the modules has it, in its inbox or handled.</summary>
    public void Acknowledge()
    {
        if (Interlocked.Decrement(ref _pending) == 0)
            _observer.Completed(this, _outcome);
    }

    /// <summary>One of the modules could not take it now: the event stays in the outbox and is brought again when there is room.</summary>
    public void Defer() => End(SendOutcome.Deferred);

    /// <summary>One of the modules is out of this carrier's reach: the event stays in the outbox until a carrier that reaches it sweeps.</summary>
    public void MarkUnroutable() => End(SendOutcome.Unroutable);

    /// <summary>
    /// One of the modules will never have it this way: the event is kept as a dead letter of its publisher, where operators see it and can have
    /// it carried once more. Returns when that is kept.
    /// </summary>
    /// <param name="why">What refuses it.</param>
    /// <param name="ct">Gives up; the event then stays in the outbox.</param>
    public async Task Reject(TransportRejectedException why, CancellationToken ct)
    {
        await _observer.Rejected(this, why, ct);
        Acknowledge();
    }

    private void End(SendOutcome outcome)
    {
        _outcome = outcome;
        Acknowledge();
    }
}

internal enum SendOutcome
{
    Acknowledged,
    Deferred,
    Unroutable,
}
