using System.Text.Json.Nodes;

namespace Shop.Events;

/// <summary>
/// Compares a version of an event as it was promised with what the code makes of it now. What nobody reads may go; what somebody reads
/// may not go, become something else, become optional, or say words that it never said. A new field must be optional, since the events of
/// before do not have it.
/// </summary>
public static class Compatibility
{
    /// <summary>Every change within the same version, those that break somebody first.</summary>
    /// <param name="promised">The event's schema as it was published.</param>
    /// <param name="now">The schema of the contract in the code.</param>
    /// <param name="listeners">Who hears the version, and what they read of it.</param>
    /// <param name="next">The version in which a breaking change could be published: <c>2.0</c>.</param>
    public static IReadOnlyList<SchemaChange> Changes(JsonObject promised, EventSchema now, IReadOnlyList<Listener> listeners, string next)
    {
        ArgumentNullException.ThrowIfNull(now);
        var (before, after) = (OwnFields(SchemaFields.Of(promised)), OwnFields(now.Fields));
        var tell = new Phrasing(now.Contract, listeners, next);
        var changes = before.Values.Select(field => after.TryGetValue(field.Path, out var same) ? Change(field, same, tell) : Lost(field, after, tell))
            .Concat(after.Values.Where(field => !before.ContainsKey(field.Path)).Select(field => Gained(field, before, tell)));
        return [.. changes.OfType<SchemaChange>().OrderByDescending(change => change.Breaks)];
    }

    /// <summary>A version that is not said any more.</summary>
    public static SchemaChange Gone(string @event, IReadOnlyList<Listener> listeners) => listeners.Count == 0
        ? new SchemaChange(false, $"{@event} is not said any more, and nobody hears it.")
        : new SchemaChange(true, $"{@event} is not said any more, but {Names(listeners, "hears", "hear")} it: keep its contract, and say it beside the newer version (IStillSays) until they hear that.");

    /// <summary>The event's own fields by their path in detail. Metadata is the bus's.</summary>
    private static Dictionary<string, SchemaField> OwnFields(IReadOnlyDictionary<string, SchemaField> fields) => fields.Values
        .Where(field => field.Path.StartsWith("detail.", StringComparison.Ordinal))
        .Select(field => field with { Path = field.Path["detail.".Length..] })
        .Where(field => field.Path.Split('.')[0] != "metadata")
        .ToDictionary(field => field.Path);

    private static SchemaChange? Lost(SchemaField field, Dictionary<string, SchemaField> after, Phrasing tell) =>
        IsInside(field, after) ? tell.ReadersOf(field, $"lost `{field.Path}`") : null;

    private static SchemaChange? Gained(SchemaField field, Dictionary<string, SchemaField> before, Phrasing tell) =>
        !IsInside(field, before) ? null
        : field.Required ? tell.Everybody($"now requires `{field.Path}`")
        : new SchemaChange(false, $"{tell.Event} gained `{field.Path}`, which may be missing.");

    /// <summary>Whether the object that it is in is on both sides: else the object is what is told of.</summary>
    private static bool IsInside(SchemaField field, Dictionary<string, SchemaField> other)
    {
        var parent = field.Path.EndsWith("[]", StringComparison.Ordinal) ? field.Path[..^2] : field.Path[..Math.Max(0, field.Path.LastIndexOf('.'))];
        return parent.Length == 0 || other.ContainsKey(parent);
    }

    private static SchemaChange? Change(SchemaField before, SchemaField after, Phrasing tell)
    {
        if (after.Types.Any(type => !Expected(before.Types, type)))
            return tell.ReadersOf(before, $"made `{before.Path}` {string.Join(" or ", after.Types)} instead of {string.Join(" or ", before.Types)}");
        if (before.Required && !after.Required)
            return tell.ReadersOf(before, $"may now leave out `{before.Path}`");
        if (!before.Required && after.Required)
            return tell.Everybody($"now requires `{before.Path}`");
        if (before.OneOf is { } known && after.OneOf?.Except(known).ToList() is not { Count: 0 })
            return tell.ReadersOf(before, $"may now say {(after.OneOf is null ? "any text" : string.Join(", ", after.OneOf.Except(known)))} in `{before.Path}`");
        return null;
    }

    /// <summary>Whoever takes numbers takes whole ones.</summary>
    private static bool Expected(IReadOnlyList<string> before, string type) => before.Contains(type) || (type == "integer" && before.Contains("number"));

    internal static string Names(IReadOnlyList<Listener> listeners, string one, string many)
    {
        var names = listeners.Select(listener => listener.Name).Order(StringComparer.Ordinal).ToList();
        return names.Count == 1 ? $"{names[0]} {one}" : $"{string.Join(", ", names[..^1])} and {names[^1]} {many}";
    }

    private sealed class Phrasing(EventContract contract, IReadOnlyList<Listener> listeners, string next)
    {
        public string Event { get; } = contract.ToString();

        /// <summary>Concerns those who read the field.</summary>
        public SchemaChange ReadersOf(SchemaField field, string what)
        {
            var readers = listeners.Where(listener => listener.Reads(field.Path)).ToList();
            return readers.Count == 0
                ? new SchemaChange(false, $"{Event} {what}, which nobody reads.")
                : new SchemaChange(true, $"{Event} {what}, which {Names(readers, "reads", "read")}: publish {next} beside it.");
        }

        /// <summary>Concerns all who hear the event: what was said before does not have the field, and could not be read any more.</summary>
        public SchemaChange Everybody(string what) => listeners.Count == 0
            ? new SchemaChange(false, $"{Event} {what}, and nobody hears it.")
            : new SchemaChange(true, $"{Event} {what}, which the events of before do not have, and {Names(listeners, "hears", "hear")} them: make it optional, or publish {next} beside it.");
    }
}
