namespace Shop.Events;

/// <summary>
/// A newer version of an event. Whoever hears the newer is also given the events that were said in the older, before there was a newer:
/// as <see cref="Upcast"/> makes them.
/// </summary>
/// <typeparam name="TOld">The version before.</typeparam>
/// <typeparam name="TNew">This version.</typeparam>
public interface IUpcasts<in TOld, out TNew> where TOld : IEvent where TNew : IEvent, IUpcasts<TOld, TNew>
{
    /// <summary>The event as this version tells it.</summary>
#pragma warning disable CA1000 // Called as TNew.From by the one who reads.
    static abstract TNew Upcast(TOld old);
#pragma warning restore CA1000
}

/// <summary>
/// A newer version that is said in the older version as well, so that whoever hears the older goes on hearing it. Taken away when nobody
/// does any more.
/// </summary>
/// <typeparam name="TOld">The version before.</typeparam>
public interface IAlsoPublishes<out TOld> where TOld : class, IEvent
{
    /// <summary>The event as the older version tells it.</summary>
    TOld Downcast();
}
