using Shop.Events;

namespace Shop.Messaging.Modules;

/// <summary>
/// Handles one event at a time. A handler changes its module's data and publishes; it neither saves nor acknowledges: the inbox processor commits
/// the inbox rows, the changes and the published events in one transaction, together with other events of the batch.
/// It must be right under duplicates, reordering and delay.
/// </summary>
public interface IHandle<in TEvent> where TEvent : IEvent
{
    /// <summary>Handles the event. An exception undoes its changes; the event is retried.</summary>
    Task Handle(TEvent received, CancellationToken ct);
}

/// <summary>Handles a whole batch, where one set-based statement does the work of many. The contract is that of <see cref="IHandle{TEvent}"/>.</summary>
public interface IHandleMany<TEvent> where TEvent : IEvent
{
    /// <summary>Handles the events, in the order in which they were published. When one of them fails, the others are delivered again without it.</summary>
    Task Handle(IReadOnlyList<Received<TEvent>> received, CancellationToken ct);
}

/// <summary>
/// Handles an event by calling an external system: a payment gateway, a mail server. The call is made outside any transaction, concurrently with
/// others, and never twice at once by one process. Its result is recorded in a transaction. A crash between the two repeats the call, and another
/// process may repeat it after the lease: pass the external system a business key.
/// </summary>
/// <typeparam name="TEvent">The event.</typeparam>
/// <typeparam name="TResult">What the external system returns.</typeparam>
public interface IExternalCall<TEvent, TResult> where TEvent : IEvent
{
    /// <summary>
    /// Who is called: receivers share the places for calls, so that one that is slow or fails delays no other. A stable text, such as the id of a
    /// webhook; the handler's class when it is not overridden.
    /// </summary>
    static virtual string? ReceiverOf(TEvent received) => null;

    /// <summary>
    /// Changes the module's data before the first call, in a transaction of its own that also stores the messages: what it writes is there however
    /// the calls end. When it fails, no call is made, and a retry prepares again; once it is committed, retries begin with the call.
    /// </summary>
    Task Prepare(IReadOnlyList<Received<TEvent>> received, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Makes the call. An exception means that the outcome is unknown: the call is retried.</summary>
    Task<TResult> Call(TEvent received, CancellationToken ct);

    /// <summary>Records results, in a transaction that the inbox processor commits.</summary>
    Task Record(IReadOnlyList<CallResult<TEvent, TResult>> results, CancellationToken ct);
}

/// <summary>An event and the envelope in which it arrived; pass it to <c>ModuleDbContext.Publish</c> as the cause of what follows.</summary>
public interface IReceived
{
    /// <summary>The envelope in which the event arrived.</summary>
    Envelope Envelope { get; }
}

/// <inheritdoc cref="IReceived"/>
/// <param name="Event">The event.</param>
/// <param name="Envelope">The envelope in which it arrived.</param>
public sealed record Received<TEvent>(TEvent Event, Envelope Envelope) : IReceived where TEvent : IEvent;

/// <summary>An event, its envelope, and the result of the external call.</summary>
/// <param name="Event">The event.</param>
/// <param name="Result">What the call returned.</param>
/// <param name="Envelope">The envelope in which the event arrived.</param>
public sealed record CallResult<TEvent, TResult>(TEvent Event, TResult Result, Envelope Envelope) : IReceived where TEvent : IEvent;
