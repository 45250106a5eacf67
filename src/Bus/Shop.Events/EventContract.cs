using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace Shop.Events;

/// <summary>An event's C# type and its name on the wire, read from its <see cref="EventAttribute"/>.</summary>
/// <param name="Type">The record with the event's fields.</param>
/// <param name="Source">EventBridge's <c>source</c>.</param>
/// <param name="DetailType">EventBridge's <c>detail-type</c>.</param>
/// <param name="Version">The version of the shape, <c>major.minor</c>.</param>
public sealed record EventContract(Type Type, string Source, string DetailType, string Version)
{
    private static readonly ConcurrentDictionary<Type, EventContract> Known = new();

    /// <summary>The contract of an event's type.</summary>
    /// <exception cref="ArgumentException">The type has no <see cref="EventAttribute"/>, or its version is not
    /// <c>major.minor</c>.</exception>
    public static EventContract Of(Type type) => Known.GetOrAdd(type, static type =>
    {
        var published = type.GetCustomAttribute<EventAttribute>()
            ?? throw new ArgumentException($"{type} is not an event: give it [Event(\"com.shop.<module>\", \"What Happened\")].", nameof(type));
        if (!System.Version.TryParse(published.Version, out var version) || version.ToString(2) != published.Version)
            throw new ArgumentException($"{type} has the version \"{published.Version}\". A version is two numbers, as in 2.0.", nameof(type));
        return new EventContract(type, published.Source, published.DetailType, published.Version);
    });

    /// <summary>Every contract that an assembly declares, by detail-type and version.</summary>
    public static IReadOnlyList<EventContract> AllIn(Assembly assembly) =>
        InOrder(assembly.GetExportedTypes().Where(type => type.IsDefined(typeof(EventAttribute), false)));

    /// <summary>The base name of its schema files: <c>OrderCreated.v1</c>.</summary>
    public string FileName => $"{Type.Name}.v{(Number.Minor == 0 ? Number.Major.ToString(CultureInfo.InvariantCulture) : Version)}";

    /// <summary>The version that this one replaces, whose events it can read; null for the first.</summary>
    public EventContract? Older => Versioning.ReplacedBy(Type) is { } older ? Of(older) : null;

    /// <summary>Every declared version of the event, this one included, oldest first.</summary>
    public IReadOnlyList<EventContract> Versions =>
        InOrder(Type.Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<EventAttribute>() is { } other && (other.Source, other.DetailType) == (Source, DetailType)));

    /// <summary>
    /// Whether it is published: the newest version is; an older one is while the next also publishes it (<see
    /// cref="IAlsoPublishes{TOld}"/>).
    /// </summary>
    public bool IsPublished =>
        Versions.FirstOrDefault(newer => newer.Older == this) is not { } next || (Versioning.AlsoPublishes(next.Type, Type) && next.IsPublished);

    internal Version Number => System.Version.Parse(Version);

    private static IReadOnlyList<EventContract> InOrder(IEnumerable<Type> types) =>
        [.. types.Select(Of).OrderBy(c => c.DetailType, StringComparer.Ordinal).ThenBy(c => c.Number)];

    /// <summary>The event's name and version: <c>Order Created 1.0</c>.</summary>
    public override string ToString() => $"{DetailType} {Version}";
}
