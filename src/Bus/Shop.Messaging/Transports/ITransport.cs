namespace Shop.Messaging.Transports;

/// <summary>
/// Delivers published events to the modules whose rules match. It may lose an event (the outbox sweep sends it again), deliver it twice (the inbox
/// drops the duplicate) and deliver events in any order; it must never acknowledge an event that has not been durably stored.
/// </summary>
public interface ITransport
{
    /// <summary>
    /// Sends an event. For each module that will receive it, the transport calls <see cref="OutgoingEvent.AddDestination"/> before this returns, and
    /// <see cref="OutgoingEvent.Acknowledge"/> once that module has stored it. Must not block, and must not throw for a full or absent receiver: it
    /// calls <see cref="OutgoingEvent.Defer"/> instead.
    /// </summary>
    void Send(OutgoingEvent outgoing);

    /// <summary>Starts the transport.</summary>
    /// <param name="stopping">The process stops: take nothing new from the queues, finish what has been begun.</param>
    /// <param name="abort">Finishing has taken too long: give up what has been begun.</param>
    Task Start(CancellationToken stopping, CancellationToken abort);

    /// <summary>Returns when what had been begun is finished or given up.</summary>
    Task Stop();
}

/// <summary>A module of this process, as transports see it.</summary>
public interface IModuleReceiver
{
    /// <summary>The module's name.</summary>
    string Module { get; }

    /// <summary>Returns when the module has stored every event durably: handled, to be retried, or a dead letter.</summary>
    /// <param name="events">Events and the module's rules that match them, in the order in which they were published.</param>
    /// <param name="ct">Gives up; what is not stored must be delivered again.</param>
    Task Receive(IReadOnlyList<RoutedEvent> events, CancellationToken ct);
}
