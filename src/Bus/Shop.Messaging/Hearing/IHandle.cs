using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// Answers one event at a time. It changes its module's data and publishes; it neither saves nor acknowledges: the worker commits the
/// inbox's ticks, the changes and what was published in one transaction, together with other events of the batch.
/// Right under duplicates, reordering and delay.
/// </summary>
public interface IHandle<in TEvent> where TEvent : IEvent
{
    /// <summary>Handles the event. An exception leaves nothing behind; the event is tried again.</summary>
    Task Handle(TEvent received, CancellationToken ct);
}

/// <summary>Answers a whole batch, where one set-based statement does the work of many. The contract is that of <see cref="IHandle{TEvent}"/>.</summary>
public interface IHandleMany<TEvent> where TEvent : IEvent
{
    /// <summary>Handles the events, in the order in which they were said. When one of them fails, the others come again without it.</summary>
    Task Handle(IReadOnlyList<Received<TEvent>> received, CancellationToken ct);
}

/// <summary>
/// Answers an event by asking somebody outside: a payment gateway, a mail server. The call is made outside any transaction, beside others
/// and by one process never twice at once; its answer is recorded in one. A crash between the two makes the call again, and another process may
/// make it when it has waited here for longer than its lease: pass it a business key.
/// </summary>
/// <typeparam name="TEvent">The event.</typeparam>
/// <typeparam name="TAnswer">What the outside answers.</typeparam>
public interface IExternalCall<TEvent, TAnswer> where TEvent : IEvent
{
    /// <summary>Makes the call. An exception means that the outcome is not known: it is made again later.</summary>
    Task<TAnswer> Call(TEvent received, CancellationToken ct);

    /// <summary>Records answers, in a transaction that the worker commits.</summary>
    Task Record(IReadOnlyList<CallResult<TEvent, TAnswer>> answers, CancellationToken ct);
}

/// <summary>An event and the envelope it came in; pass it to <see cref="ModuleDbContext.Publish(IEvent, IReceived)"/> as the cause of what follows.</summary>
public interface IReceived
{
    /// <summary>How it came.</summary>
    Envelope Envelope { get; }
}

/// <inheritdoc cref="IReceived"/>
/// <param name="Event">What was said.</param>
/// <param name="Envelope">How it came.</param>
public sealed record Received<TEvent>(TEvent Event, Envelope Envelope) : IReceived where TEvent : IEvent;

/// <summary>An event, the envelope it came in, and what the outside answered to it.</summary>
/// <param name="Event">What was said.</param>
/// <param name="Result">What the call came back with.</param>
/// <param name="Envelope">How the event came.</param>
public sealed record CallResult<TEvent, TAnswer>(TEvent Event, TAnswer Result, Envelope Envelope) : IReceived where TEvent : IEvent;
