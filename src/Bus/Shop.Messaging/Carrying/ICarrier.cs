namespace Shop.Messaging;

/// <summary>
/// Takes published events to the modules whose rules match. It may lose them (the outbox's sweep brings them again), bring them twice
/// (the inbox drops the second) and bring them in any order; it must never call a parcel held that is not.
/// </summary>
public interface ICarrier
{
    /// <summary>
    /// Carries an event. For each module that is to hear it, the carrier calls <see cref="Parcel.Expect"/> before this returns, and
    /// <see cref="Parcel.Held"/> once that module has it durably. Must not block and must not throw for a full or absent receiver: it calls
    /// <see cref="Parcel.LeaveBehind"/> instead.
    /// </summary>
    void Carry(Parcel parcel);

    /// <summary>Gets ready to carry.</summary>
    /// <param name="stopping">The process stops: take nothing new from the queues, finish what has been begun.</param>
    /// <param name="abandon">Finishing has taken too long: give up what has been begun.</param>
    Task Start(CancellationToken stopping, CancellationToken abandon);

    /// <summary>Returns when what had been begun is finished or given up.</summary>
    Task Stop();
}
