namespace Shop.Messaging;

/// <summary>
/// Takes published events to the modules whose rules match. It may lose them (the outbox's sweep brings them again), bring them twice
/// (the inbox drops the second) and bring them in any order; it must never call a parcel held that is not.
/// </summary>
public interface ITransport
{
    /// <summary>
    /// Carries an event. For each module that is to hear it, the carrier calls <see cref="OutgoingEvent.AddDestination"/> before this returns, and
    /// <see cref="OutgoingEvent.Acknowledge"/> once that module has it durably. Must not block and must not throw for a full or absent receiver: it calls
    /// <see cref="OutgoingEvent.Defer"/> instead.
    /// </summary>
    void Send(OutgoingEvent outgoing);

    /// <summary>Gets ready to carry.</summary>
    /// <param name="stopping">The process stops: take nothing new from the queues, finish what has been begun.</param>
    /// <param name="abort">Finishing has taken too long: give up what has been begun.</param>
    Task Start(CancellationToken stopping, CancellationToken abort);

    /// <summary>Returns when what had been begun is finished or given up.</summary>
    Task Stop();
}
