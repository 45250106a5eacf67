using Shop.Events;
using Shop.Messaging.Modules;

namespace Shop.Messaging.Transports;

/// <summary>A published event that transports are sending to every module that matches.</summary>
public sealed class OutgoingEvent
{
    private readonly ISendObserver _observer;
    private int _pending = 1;       // the sender's own, until every transport has added its destinations
    private volatile SendOutcome _outcome = SendOutcome.Acknowledged;

    internal OutgoingEvent(Envelope envelope, ISendObserver observer)
    {
        Envelope = envelope;
        _observer = observer;
    }

    /// <summary>The event's id.</summary>
    public Guid Id => Envelope.Metadata.EventId;

    /// <summary>The event, parsed once for all destinations.</summary>
    public Envelope Envelope { get; }

    /// <summary>One more module will receive it.</summary>
    public void AddDestination() => Interlocked.Increment(ref _pending);

    /// <summary>One of the modules has stored it.</summary>
    public void Acknowledge()
    {
        if (Interlocked.Decrement(ref _pending) == 0)
            _observer.Completed(this, _outcome);
    }

    /// <summary>One of the modules cannot take it now: the event stays in the outbox and is sent again when there is room.</summary>
    public void Defer() => End(SendOutcome.Deferred);

    /// <summary>This transport cannot reach one of the modules: the event stays in the outbox until a process that can sends it.</summary>
    public void MarkUnroutable() => End(SendOutcome.Unroutable);

    /// <summary>
    /// The transport will never deliver the event to one of the modules: it becomes a dead letter of its publisher, which operators can redrive.
    /// Returns when that is stored.
    /// </summary>
    /// <param name="why">Why the transport rejects it.</param>
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

/// <summary>Learns what became of an outgoing event.</summary>
internal interface ISendObserver
{
    /// <summary>Every destination has answered.</summary>
    void Completed(OutgoingEvent outgoing, SendOutcome outcome);

    /// <summary>A transport rejects the event: returns when that is stored.</summary>
    Task Rejected(OutgoingEvent outgoing, TransportRejectedException why, CancellationToken ct);
}

/// <summary>A transport rejects an event, and would again: it becomes a dead letter of its publisher at once.</summary>
/// <param name="code">The transport's own code.</param>
/// <param name="message">What a person reads.</param>
public sealed class TransportRejectedException(string code, string message) : NonRetryableException(message)
{
    /// <summary>The transport's own code.</summary>
    public string Code { get; } = code;
}

/// <summary>An event and the rules of one module that match it.</summary>
/// <param name="Event">The event.</param>
/// <param name="Rules">The rules.</param>
public sealed record RoutedEvent(OutgoingEvent Event, IReadOnlyList<Rule> Rules);
