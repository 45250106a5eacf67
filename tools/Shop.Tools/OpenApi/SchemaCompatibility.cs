using System.Text.Json.Nodes;

namespace Shop.Tools;

/// <summary>Compares the schema of a request or an answer with the published one, and reports what breaks.</summary>
/// <param name="published">The document that the published schema is in.</param>
/// <param name="now">The document that the current schema is in.</param>
/// <param name="side">Whether clients send it or read it.</param>
/// <param name="report">Receives each broken promise, as the rest of a sentence that starts with the operation.</param>
internal sealed class SchemaCompatibility(JsonObject published, JsonObject now, SchemaCompatibility.Side side, Action<string> report)
{
    private static readonly string[] Least = ["minimum", "exclusiveMinimum", "minLength", "minItems"];
    private static readonly string[] Most = ["maximum", "exclusiveMaximum", "maxLength", "maxItems"];

    private readonly HashSet<(string, string)> _compared = [];

    /// <summary>Whether clients send it or read it.</summary>
    public enum Side
    {
        /// <summary>The API must accept what it accepted.</summary>
        Asked,

        /// <summary>The API must answer what it answered.</summary>
        Answered,
    }

    /// <param name="before">The published schema.</param>
    /// <param name="after">The current schema.</param>
    /// <param name="place">Where in the body, as members joined by dots; or which parameter.</param>
    public void Compare(JsonNode? before, JsonNode? after, string place)
    {
        if (before is null || after is null
            || (Reference(before) is { } old && Reference(after) is { } @new && !_compared.Add((old, @new))))
            return;
        var (was, @is) = (Plain(published, before), Plain(now, after));
        CompareTypes(was, @is, place);
        CompareWords(was, @is, place);
        if (side == Side.Asked)
            CompareLimits(was, @is, place);
        CompareMembers(was, @is, place);
        Compare(was["items"], @is["items"], place + "[]");
        if (was["additionalProperties"] is JsonObject && @is["additionalProperties"] is JsonObject)
            Compare(was["additionalProperties"], @is["additionalProperties"], place + ".*");
    }

    private void CompareTypes(JsonObject was, JsonObject @is, string place)
    {
        var (before, after) = (TypesOf(was), TypesOf(@is));
        if (before.Count == 0 || after.Count == 0)
            return;
        var (mustBe, may) = side == Side.Asked ? (before, after) : (after, before);
        var strange = mustBe.Where(type => !may.Contains(type) && !(type == "integer" && may.Contains("number"))).ToList();
        if (strange.Count > 0)
            report(side == Side.Asked
                ? $"does not take {string.Join(" or ", strange)} in {Named(place)} any more, but {string.Join(" or ", after)}."
                : $"may now answer {string.Join(" or ", strange)} in {Named(place)}, where it was {string.Join(" or ", before)}.");
        else if ((string?)was["format"] is { } old && (string?)@is["format"] is { } @new && old != @new
            && !(side == Side.Asked && (old, @new) == ("int32", "int64")))
            report($"made {Named(place)} {@new} instead of {old}.");
    }

    /// <summary>Answers may gain enum values within a version; requests may not lose any.</summary>
    private void CompareWords(JsonObject was, JsonObject @is, string place)
    {
        if (side == Side.Answered || @is["enum"] is not JsonArray left)
            return;
        var known = left.Select(Text).ToList();
        if (was["enum"] is not JsonArray all)
            report($"takes only {string.Join(", ", known)} in {Named(place)} now.");
        else if (all.Select(Text).Except(known).ToList() is { Count: > 0 } lost)
            report($"does not take {string.Join(", ", lost)} in {Named(place)} any more.");
    }

    private void CompareLimits(JsonObject was, JsonObject @is, string place)
    {
        foreach (var (limit, isLeast) in Least.Select(limit => (limit, true)).Concat(Most.Select(limit => (limit, false))))
            if (Number(@is[limit]) is { } after && (Number(was[limit]) is not { } before || (isLeast ? after > before : after < before)))
                report($"has the {limit} {@is[limit]!.ToJsonString()} for {Named(place)} now, "
                    + $"where it was {was[limit]?.ToJsonString() ?? "not limited"}.");
        if ((string?)@is["pattern"] is { } pattern && (string?)was["pattern"] != pattern)
            report($"takes only what matches {pattern} in {Named(place)} now.");
    }

    private void CompareMembers(JsonObject was, JsonObject @is, string place)
    {
        var (before, after) = (MembersOf(was), MembersOf(@is));
        var (required, requires) = (RequiredBy(was), RequiredBy(@is));
        foreach (var (name, schema) in before)
        {
            var inner = place.Length == 0 ? name : $"{place}.{name}";
            if (after.TryGetPropertyValue(name, out var same))
                Compare(schema, same, inner);
            else if (side == Side.Answered || (bool?)(@is["additionalProperties"] as JsonValue) is false)
                report($"does not {(side == Side.Asked ? "take" : "answer")} `{inner}` any more.");
            if (side == Side.Answered && required.Contains(name) && after.ContainsKey(name) && !requires.Contains(name))
                report($"may now omit `{inner}`.");
        }
        if (side == Side.Asked && (before.Count > 0 || after.Count > 0))
            foreach (var name in requires.Except(required))
                report($"now requires `{(place.Length == 0 ? name : $"{place}.{name}")}`, which clients may leave out.");
    }

    /// <summary>Follows a reference, and reads "this or null" as this with the type null.</summary>
    private static JsonObject Plain(JsonObject document, JsonNode schema)
    {
        var json = schema.AsObject();
        while (Reference(json) is { } reference)
            json = reference.Split('/').Skip(1).Aggregate((JsonNode)document, (place, step) => place[step]!).AsObject();
        if ((json["oneOf"] ?? json["anyOf"]) is not JsonArray alternatives)
            return json;
        var some = alternatives.Where(one => (one!["type"] as JsonValue)?.ToString() != "null").ToList();
        if (some.Count != 1)
            return json;
        var plain = Plain(document, some[0]!).DeepClone().AsObject();
        if (some.Count < alternatives.Count)
            plain["type"] = new JsonArray([.. TypesOf(plain).Append("null").Select(type => (JsonNode)type)]);
        return plain;
    }

    private static string? Reference(JsonNode schema) => (string?)(schema as JsonObject)?["$ref"];

    private static List<string> TypesOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => [.. several.Select(type => (string)type!)],
        JsonValue one => [(string)one!],
        _ => [],
    };

    private static JsonObject MembersOf(JsonObject schema) => schema["properties"]?.AsObject() ?? [];

    private static List<string> RequiredBy(JsonObject schema) => [.. (schema["required"]?.AsArray() ?? []).Select(name => (string)name!)];

    private static double? Number(JsonNode? limit) =>
        limit is null ? null : double.Parse(limit.ToString(), System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(JsonNode? word) => word?.ToString() ?? "null";

    private static string Named(string place) =>
        place.Length == 0 ? "its body" : place.StartsWith("the ", StringComparison.Ordinal) ? place : $"`{place}`";
}
