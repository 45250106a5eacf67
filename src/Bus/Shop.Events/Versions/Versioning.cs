namespace Shop.Events;

/// <summary>Which version of an event follows which, from the interfaces of the contracts.</summary>
internal static class Versioning
{
    /// <summary>The contract that a newer one replaces.</summary>
    public static Type? ReplacedBy(Type newer) => newer.GetInterfaces()
        .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IUpcasts<,>) && i.GenericTypeArguments[1] == newer)?.GenericTypeArguments[0];

    /// <summary>Whether the newer is said as the older too.</summary>
    public static bool AlsoPublishes(Type newer, Type older) => newer.GetInterfaces().Contains(typeof(IAlsoPublishes<>).MakeGenericType(older));
}
