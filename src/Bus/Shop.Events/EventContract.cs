using System.Collections.Concurrent;
using System.Reflection;

namespace Shop.Events;

/// <summary>An event's C# type and its name on the wire, read from its <see cref="EventAttribute"/>.</summary>
/// <param name="Type">The record that carries the event's fields.</param>
/// <param name="Source">EventBridge's <c>source</c>.</param>
/// <param name="DetailType">EventBridge's <c>detail-type</c>.</param>
/// <param name="Version">The version of the shape.</param>
public sealed record EventContract(Type Type, string Source, string DetailType, string Version)
{
    private static readonly ConcurrentDictionary<Type, EventContract> Known = new();

    /// <summary>The contract of an event's type.</summary>
    /// <exception cref="ArgumentException">The type has no <see cref="EventAttribute"/>.</exception>
    public static EventContract Of(Type type) => Known.GetOrAdd(type, static type =>
    {
        var said = type.GetCustomAttribute<EventAttribute>()
            ?? throw new ArgumentException($"{type} is not an event: give it [Event(\"com.shop.<module>\", \"What Happened\")].", nameof(type));
        return new EventContract(type, said.Source, said.DetailType, said.Version);
    });

    /// <summary>Every contract that an assembly declares, by detail-type.</summary>
    public static IReadOnlyList<EventContract> AllIn(Assembly assembly) =>
        [.. assembly.GetExportedTypes().Where(type => type.IsDefined(typeof(EventAttribute))).Select(Of).OrderBy(c => c.DetailType, StringComparer.Ordinal)];
}
