using System.Text.Json;

namespace Shop.Events;

/// <summary>Walks over a value once and collects the places where it does not fit.</summary>
internal sealed class SchemaCheck(UnknownFields unknown)
{
    private const int LongestShown = 60;

    private readonly List<SchemaError> _errors = [];

    public IReadOnlyList<SchemaError> Errors => _errors;

    public void Check(SchemaNode schema, JsonElement value, string pointer)
    {
        if (schema.Types is { } types && !types.Any(type => Is(value, type)))
        {
            Reject(pointer, $"must be {string.Join(" or ", types.Select(WithArticle))}, but is {Shown(value)}.");
            return;
        }
        if (schema.OneOf is { } allowed && !allowed.Any(one => JsonElement.DeepEquals(one, value)))
            Reject(pointer, $"must be {(allowed.Count == 1 ? "" : "one of ")}"
                + $"{string.Join(", ", allowed.Select(one => one.GetRawText()))}, but is {Shown(value)}.");
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: CheckObject(schema, value, pointer); break;
            case JsonValueKind.Array: CheckArray(schema, value, pointer); break;
            case JsonValueKind.String: CheckText(schema, value, pointer); break;
            case JsonValueKind.Number: CheckNumber(schema, value, pointer); break;
        }
    }

    private void CheckObject(SchemaNode schema, JsonElement value, string pointer)
    {
        foreach (var name in schema.Required)
            if (!value.TryGetProperty(name, out _))
                Reject(JsonPointer.Step(pointer, name), "is missing.");
        foreach (var field in value.EnumerateObject())
        {
            var place = JsonPointer.Step(pointer, field.Name);
            if (schema.Properties.TryGetValue(field.Name, out var inner))
                Check(inner, field.Value, place);
            else if (schema.Closed && unknown == UnknownFields.Refused)
                Reject(place, $"is not a field of it; {(schema.Properties.Count == 0 ? "it has none" : string.Join(", ", schema.Properties.Keys) + " are")}.");
        }
    }

    private void CheckArray(SchemaNode schema, JsonElement value, string pointer)
    {
        if (schema.MinItems > value.GetArrayLength())
            Reject(pointer, $"must have at least {schema.MinItems} elements, but has {value.GetArrayLength()}.");
        var index = 0;
        foreach (var element in value.EnumerateArray())
            if (schema.Items is { } items)
                Check(items, element, $"{pointer}/{index++}");
    }

    private void CheckText(SchemaNode schema, JsonElement value, string pointer)
    {
        var text = value.GetString()!;
        var length = text.EnumerateRunes().Count();
        if (length < schema.MinLength || length > schema.MaxLength)
            Reject(pointer, $"must have {schema.MinLength ?? 0} to {schema.MaxLength} characters, but has {length}.");
        if (schema.Pattern?.IsMatch(text) == false)
            Reject(pointer, $"must have the form {schema.Pattern}, but is {Shown(value)}.");
        if (schema.Format == "uuid" && !value.TryGetGuid(out _))
            Reject(pointer, $"must be a UUID, but is {Shown(value)}.");
        if (schema.Format == "date-time" && !Rfc3339.TryParse(text, out _))
            Reject(pointer, $"must be a time as in 2026-03-05T10:30:00Z, but is {Shown(value)}"
                + $"{(value.TryGetDateTime(out var time) && time.Kind == DateTimeKind.Unspecified ? ", without an offset" : "")}.");
    }

    private void CheckNumber(SchemaNode schema, JsonElement value, string pointer)
    {
        var number = value.GetDouble();
        if (number < schema.Minimum)
            Reject(pointer, FormattableString.Invariant($"must be {schema.Minimum} or more, but is {Shown(value)}."));
        if (number > schema.Maximum)
            Reject(pointer, FormattableString.Invariant($"must be {schema.Maximum} or less, but is {Shown(value)}."));
    }

    private void Reject(string pointer, string problem) => _errors.Add(new SchemaError(pointer, problem));

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind == JsonValueKind.Null,
    };

    private static string WithArticle(string type) => type switch
    {
        "null" => "null",
        "integer" => "a whole number",
        "object" or "array" => $"an {type}",
        _ => $"a {type}",
    };

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => value.GetRawText() is { Length: > LongestShown } text ? text[..LongestShown] + "…" : value.GetRawText(),
    };
}
