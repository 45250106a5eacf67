namespace Shop.Messaging;

/// <summary>A published event on its way to all who hear it.</summary>
public sealed class Parcel
{
    private readonly Relay _relay;
    private int _missing = 1;       // the relay's own, until every carrier has said whom it expects
    private volatile Fate _fate = Fate.Held;

    internal Parcel(OutboxRow row, Relay relay)
    {
        Id = row.Id;
        Json = row.Utf8;
        _relay = relay;
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
            _relay.Done(this, _fate);
    }

    /// <summary>One of the modules could not take it now: the event stays in the outbox and is brought again when there is room.</summary>
    public void LeaveBehind() => End(Fate.LeftBehind);

    /// <summary>One of the modules is out of this carrier's reach: the event stays in the outbox until a carrier that reaches it sweeps.</summary>
    public void OutOfReach() => End(Fate.OutOfReach);

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
