namespace Shop.Events;

/// <summary>Reads events of older versions as the requested version.</summary>
internal abstract class Upcast<TNew> where TNew : IEvent
{
    /// <summary>The conversion; null for an event without an older version, as most are.</summary>
    public static Upcast<TNew>? Known { get; } = Versioning.ReplacedBy(typeof(TNew)) is { } old
        ? (Upcast<TNew>)Activator.CreateInstance(typeof(Upcast<,>).MakeGenericType(old, typeof(TNew)))!
        : null;

    /// <summary>Whether events of that version are read with the older contract.</summary>
    public abstract bool Reads(string version);

    public abstract TNew Read(Envelope envelope);
}

internal sealed class Upcast<TOld, TNew> : Upcast<TNew> where TOld : IEvent where TNew : IEvent, IUpcasts<TOld, TNew>
{
    private static readonly string Older = EventContract.Of(typeof(TOld)).Version;

    public override bool Reads(string version) => version == Older || Upcast<TOld>.Known?.Reads(version) == true;

    public override TNew Read(Envelope envelope) => TNew.Upcast(envelope.Read<TOld>());
}
