using System.Text.Json.Nodes;

namespace Shop.Events;

/// <summary>
/// Compares the published schema of an event's version with the code's. A field that no module reads may be removed. A field that a module
/// reads may not be removed, change its type, become optional, or gain values. A new field must be optional, since earlier events do not
/// have it.
/// </summary>
public static class Compatibility
{
    /// <summary>Every change within the same version, breaking ones first.</summary>
    /// <param name="promised">The event's schema as it was published.</param>
    /// <param name="now">The schema of the contract in the code.</param>
    /// <param name="listeners">The modules that subscribe to the version, and the fields that they read.</param>
    /// <param name="next">The version in which a breaking change could be published: <c>2.0</c>.</param>
    public static IReadOnlyList<SchemaChange> Changes(JsonObject promised, EventSchema now, IReadOnlyList<Listener> listeners, string next)
    {
        ArgumentNullException.ThrowIfNull(now);
        var (before, after) = (OwnFields(SchemaFields.Of(promised)), OwnFields(now.Fields));
        var phrasing = new Phrasing(now.Contract, listeners, next);
        var changes = before.Values.Select(field => after.TryGetValue(field.Path, out var same) ? Change(field, same, phrasing) : Lost(field, after, phrasing))
            .Concat(after.Values.Where(field => !before.ContainsKey(field.Path)).Select(field => Gained(field, before, phrasing)));
        return [.. changes.OfType<SchemaChange>().OrderByDescending(change => change.Breaks)];
    }

    /// <summary>A version that is no longer published.</summary>
    public static SchemaChange Gone(string @event, IReadOnlyList<Listener> listeners) => listeners.Count == 0
        ? new SchemaChange(false, $"{@event} is no longer published, and no module subscribes to it.")
        : new SchemaChange(true, $"{@event} is no longer published, but {Names(listeners, "subscribes", "subscribe")} to it: "
            + "keep its contract and publish it beside the newer version (IAlsoPublishes) until they subscribe to that.");

    /// <summary>The event's own fields by their path in detail. Metadata is the bus's.</summary>
    private static Dictionary<string, SchemaField> OwnFields(IReadOnlyDictionary<string, SchemaField> fields) => fields.Values
        .Where(field => field.Path.StartsWith("detail.", StringComparison.Ordinal))
        .Select(field => field with { Path = field.Path["detail.".Length..] })
        .Where(field => field.Path.Split('.')[0] != "metadata")
        .ToDictionary(field => field.Path);

    private static SchemaChange? Lost(SchemaField field, Dictionary<string, SchemaField> after, Phrasing phrasing) =>
        IsInside(field, after) ? phrasing.ReadersOf(field, $"lost `{field.Path}`") : null;

    private static SchemaChange? Gained(SchemaField field, Dictionary<string, SchemaField> before, Phrasing phrasing) =>
        !IsInside(field, before) ? null
        : field.Required ? phrasing.Everyone($"now requires `{field.Path}`")
        : new SchemaChange(false, $"{phrasing.Event} gained `{field.Path}`, which may be missing.");

    /// <summary>Whether the field's parent exists on both sides; if not, the change is reported for the parent.</summary>
    private static bool IsInside(SchemaField field, Dictionary<string, SchemaField> other)
    {
        var parent = field.Path.EndsWith("[]", StringComparison.Ordinal) ? field.Path[..^2] : field.Path[..Math.Max(0, field.Path.LastIndexOf('.'))];
        return parent.Length == 0 || other.ContainsKey(parent);
    }

    private static SchemaChange? Change(SchemaField before, SchemaField after, Phrasing phrasing)
    {
        if (after.Types.Any(type => !Expected(before.Types, type)))
            return phrasing.ReadersOf(before, $"made `{before.Path}` {string.Join(" or ", after.Types)} instead of {string.Join(" or ", before.Types)}");
        if (before.Required && !after.Required)
            return phrasing.ReadersOf(before, $"may now leave out `{before.Path}`");
        if (!before.Required && after.Required)
            return phrasing.Everyone($"now requires `{before.Path}`");
        if (before.OneOf is { } known && after.OneOf?.Except(known).ToList() is not { Count: 0 })
            return phrasing.ReadersOf(
                before, $"may now have {(after.OneOf is null ? "any text" : string.Join(", ", after.OneOf.Except(known)))} in `{before.Path}`");
        return null;
    }

    /// <summary>A reader of numbers also accepts integers.</summary>
    private static bool Expected(IReadOnlyList<string> before, string type) => before.Contains(type) || (type == "integer" && before.Contains("number"));

    internal static string Names(IReadOnlyList<Listener> listeners, string one, string many)
    {
        var names = listeners.Select(listener => listener.Name).Order(StringComparer.Ordinal).ToList();
        return names.Count == 1 ? $"{names[0]} {one}" : $"{string.Join(", ", names[..^1])} and {names[^1]} {many}";
    }

    private sealed class Phrasing(EventContract contract, IReadOnlyList<Listener> listeners, string next)
    {
        public string Event { get; } = contract.ToString();

        /// <summary>A change that affects the field's readers.</summary>
        public SchemaChange ReadersOf(SchemaField field, string what)
        {
            var readers = listeners.Where(listener => listener.Reads(field.Path)).ToList();
            return readers.Count == 0
                ? new SchemaChange(false, $"{Event} {what}, which no module reads.")
                : new SchemaChange(true, $"{Event} {what}, which {Names(readers, "reads", "read")}: publish {next} beside it.");
        }

        /// <summary>A change that affects all subscribers: earlier events do not have the field, and could no longer be read.</summary>
        public SchemaChange Everyone(string what) => listeners.Count == 0
            ? new SchemaChange(false, $"{Event} {what}, and no module subscribes to it.")
            : new SchemaChange(true, $"{Event} {what}, which earlier events do not have, and {Names(listeners, "subscribes", "subscribe")} to them: "
                + $"make it optional, or publish {next} beside it.");
    }
}
