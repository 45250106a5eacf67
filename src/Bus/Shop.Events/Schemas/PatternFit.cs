using System.Text.Json;

namespace Shop.Events;

/// <summary>Whether a rule's pattern can ever match the events of a contract.</summary>
public static class PatternFit
{
    /// <summary>The pattern's conditions that the event's schema rules out, each a sentence; empty if there are none.</summary>
    public static IReadOnlyList<string> Errors(EventPattern pattern, EventSchema schema)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return [.. pattern.Conditions.SelectMany(condition => Errors(condition, schema)).Distinct()];
    }

    private static IEnumerable<string> Errors(PatternCondition asked, EventSchema schema)
    {
        var contract = schema.Contract;
        if (!schema.Fields.TryGetValue(asked.Path, out var field))
            return [$"{contract} has no field {asked.Path}; {Beside(asked.Path, schema)}."];
        if (schema.Fields.TryGetValue(asked.Path + "[]", out var element))
            field = element;        // EventBridge matches the elements of a list
        if (field.Types.Contains("object") || field.Types.Contains("array"))
            return [$"{asked.Path} of {contract} is an object, which no value matches; name a field in it."];
        using var values = JsonDocument.Parse(asked.Json);
        return [.. values.RootElement.EnumerateArray().Select(value => Error(value, field, contract)).OfType<string>()];
    }

    private static string? Error(JsonElement asked, SchemaField field, EventContract contract)
    {
        if (TypesThatMatch(asked) is { } types && !field.Types.Intersect(types).Any())
            return $"{field.Path} of {contract} is {Named(field.Types)}, which {asked.GetRawText()} never matches.";
        if (asked.ValueKind == JsonValueKind.String && field.OneOf is { } known && !known.Contains(asked.GetString()))
            return $"{field.Path} of {contract} is one of {string.Join(", ", known)}, and never {asked.GetRawText()}.";
        return null;
    }

    /// <summary>The types that a pattern's value can match; null for any.</summary>
    private static string[]? TypesThatMatch(JsonElement asked) => asked.ValueKind switch
    {
        JsonValueKind.String => ["string"],
        JsonValueKind.Number => ["number", "integer"],
        JsonValueKind.True or JsonValueKind.False => ["boolean"],
        JsonValueKind.Null => ["null"],
        _ => asked.EnumerateObject().First().Name switch
        {
            "numeric" => ["number", "integer"],
            "exists" or "anything-but" => null,
            _ => ["string"],        // prefix, suffix, wildcard, equals-ignore-case, cidr
        },
    };

    private static string Named(IReadOnlyList<string> types) => string.Join(" or ", types.Select(type => type switch
    {
        "null" => "null",
        "integer" => "an integer",
        _ => $"a {type}",
    }));

    private static string Beside(string path, EventSchema schema)
    {
        var parent = path[..(path.LastIndexOf('.') + 1)];
        var names = schema.Fields.Keys.Where(
            known => known.StartsWith(parent, StringComparison.Ordinal) && !known[parent.Length..].Contains('.', StringComparison.Ordinal))
            .Select(known => known[parent.Length..]).ToList();
        return names.Count > 0 ? $"beside it there are {string.Join(", ", names)}" : $"there is no {parent.TrimEnd('.')} either";
    }
}
