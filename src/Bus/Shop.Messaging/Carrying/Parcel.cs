namespace Shop.Messaging;

/// <summary>A published event on its way to all who hear it.</summary>
public sealed class Parcel
{
    private readonly IParcelOwner _owner;
    private int _missing = 1;       // the relay's own, until every carrier has said whom it expects
    private volatile Fate _fate = Fate.Held;

    internal Parcel(Guid id, ReadOnlyMemory<byte> json, IParcelOwner owner)
    {
        Id = id;
        Json = json;
        _owner = owner;
    }

    /// <summary>The event's id.</summary>
    public Guid Id { get; }

    /// <summary>The envelope, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>One more module is to hear it.</summary>
    public void Expect() => Interlocked.Increment(ref _missing);

    /// <summary>One of the modules has it, in its inbox or handled.</summary>
    public void Held()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
            _owner.Done(this, _fate);
    }

    /// <summary>One of the modules could not take it now: the event stays in the outbox and is brought again when there is room.</summary>
    public void LeaveBehind() => End(Fate.LeftBehind);

    /// <summary>One of the modules is out of this carrier's reach: the event stays in the outbox until a carrier that reaches it sweeps.</summary>
    public void OutOfReach() => End(Fate.OutOfReach);

    /// <summary>
    /// One of the modules will never have it this way: the event is kept as a dead letter of its publisher, where operators see it and can have
    /// it carried once more. Returns when that is kept.
    /// </summary>
    /// <param name="why">What refuses it.</param>
    /// <param name="ct">Gives up; the event then stays in the outbox.</param>
    public async Task Refuse(RefusedException why, CancellationToken ct)
    {
        await _owner.Refused(this, why, ct);
        Held();
    }

    private void End(Fate fate)
    {
        _fate = fate;
        Held();
    }
}

internal enum Fate
{
    Held,
    LeftBehind,
    OutOfReach,
}
