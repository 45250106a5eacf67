namespace Shop.Events;

/// <summary>
/// A newer version of an event. Subscribers to the newer version also receive events published in the older one, converted by
/// <see cref="Upcast"/>.
/// </summary>
/// <typeparam name="TOld">The version before.</typeparam>
/// <typeparam name="TNew">This version.</typeparam>
public interface IUpcasts<in TOld, out TNew> where TOld : IEvent where TNew : IEvent, IUpcasts<TOld, TNew>
{
    /// <summary>Converts the event to this version.</summary>
#pragma warning disable CA1000 // Readers call it as TNew.Upcast.
    static abstract TNew Upcast(TOld old);
#pragma warning restore CA1000
}

/// <summary>
/// A newer version that is also published in the older version, for modules that still subscribe to that. Remove it when no module does.
/// </summary>
/// <typeparam name="TOld">The version before.</typeparam>
public interface IAlsoPublishes<out TOld> where TOld : class, IEvent
{
    /// <summary>Converts the event to the older version.</summary>
    TOld Downcast();
}
