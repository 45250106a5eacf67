namespace Shop.Events;

/// <summary>The order of an event's versions, from the interfaces of the contracts.</summary>
internal static class Versioning
{
    /// <summary>The contract that a newer one replaces.</summary>
    public static Type? ReplacedBy(Type newer) => newer.GetInterfaces()
        .FirstOrDefault(i =>
            i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IUpcasts<,>) && i.GenericTypeArguments[1] == newer)?.GenericTypeArguments[0];

    /// <summary>Whether the newer is also published as the older.</summary>
    public static bool AlsoPublishes(Type newer, Type older) => newer.GetInterfaces().Contains(typeof(IAlsoPublishes<>).MakeGenericType(older));
}
