using System.Text.Json.Nodes;

namespace Shop.Events;

/// <summary>A field of an event, as its schema describes it.</summary>
/// <param name="Path">Names joined by dots, through lists: <c>detail.items.productId</c>. The elements of a list of plain values are
/// <c>detail.reasons[]</c>.</param>
/// <param name="Types">JSON Schema's types: <c>string</c>, <c>number</c>, <c>integer</c>, <c>boolean</c>, <c>null</c>, <c>object</c>,
/// <c>array</c>.</param>
/// <param name="Required">Whether its object must have it.</param>
/// <param name="OneOf">The allowed values; null for any.</param>
public sealed record SchemaField(string Path, IReadOnlyList<string> Types, bool Required, IReadOnlyList<string>? OneOf);

/// <summary>Flattens a schema to a list of fields.</summary>
internal static class SchemaFields
{
    public static IReadOnlyDictionary<string, SchemaField> Of(JsonObject schema)
    {
        var fields = new Dictionary<string, SchemaField>();
        AddInner(fields, "", schema);
        return fields;
    }

    private static void Add(Dictionary<string, SchemaField> fields, string path, JsonObject schema, bool required)
    {
        fields[path] = new SchemaField(path, Types(schema), required, OneOf(schema));
        AddInner(fields, path + ".", schema);
        if (schema["items"] is not JsonObject items)
            return;
        if (items.ContainsKey("properties")) AddInner(fields, path + ".", items);
        else Add(fields, path + "[]", items, required: true);
    }

    private static void AddInner(Dictionary<string, SchemaField> fields, string prefix, JsonObject schema)
    {
        var required = schema["required"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet() ?? [];
        foreach (var (name, inner) in schema["properties"]?.AsObject() ?? [])
            Add(fields, prefix + name, inner!.AsObject(), required.Contains(name));
    }

    private static string[] Types(JsonObject schema) =>
        schema["type"] is JsonArray several ? [.. several.Select(type => type!.GetValue<string>())] : [schema["type"]!.GetValue<string>()];

    private static string[]? OneOf(JsonObject schema) =>
        schema["enum"] is JsonArray values ? [.. values.OfType<JsonValue>().Select(value => value.GetValue<string>())] : null;
}
