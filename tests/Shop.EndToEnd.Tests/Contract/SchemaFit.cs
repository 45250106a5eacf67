using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shop.EndToEnd.Tests.Contract;

/// <summary>Whether an answer is as its schema says. A keyword that it does not know is an error, so that none is passed over.</summary>
internal sealed class SchemaFit(ApiDescription api)
{
    private static readonly string[] Annotations = ["description", "title", "default", "example", "examples", "deprecated", "readOnly", "contentEncoding"];

    private readonly List<string> _errors = [];

    /// <summary>Every place where the value is otherwise.</summary>
    public static IReadOnlyList<string> Errors(ApiDescription api, JsonNode schema, JsonNode? value)
    {
        var fit = new SchemaFit(api);
        fit.Check(schema, value, "");
        return fit._errors;
    }

    private void Check(JsonNode schema, JsonNode? value, string place)
    {
        var plain = api.Plain(schema);
        if (plain["type"] is { } type && !Types(type).Any(one => Is(one, value)))
        {
            _errors.Add($"{place} is {value?.ToJsonString() ?? "null"}, not {type.ToJsonString()}");
            return;
        }
        foreach (var (keyword, wanted) in plain)
            Hold(keyword, wanted, plain, value, place);
    }

    private void Hold(string keyword, JsonNode? wanted, JsonObject schema, JsonNode? value, string place)
    {
        switch (keyword)
        {
            case "enum": Unless(wanted!.AsArray().Any(one => JsonNode.DeepEquals(one, value)), place, $"is {value?.ToJsonString()}, not one of {wanted!.ToJsonString()}"); break;
            case "required": foreach (var name in wanted!.AsArray()) Unless(value is not JsonObject it || it.ContainsKey((string)name!), place, $"has no {name}"); break;
            case "properties": foreach (var (name, inner) in wanted!.AsObject()) if (value is JsonObject it && it.TryGetPropertyValue(name, out var member)) Check(inner!, member, $"{place}/{name}"); break;
            case "additionalProperties": CheckOthers(wanted!, schema, value, place); break;
            case "items": foreach (var item in value as JsonArray ?? []) Check(wanted!, item, $"{place}/-"); break;
            case "oneOf" or "anyOf": Unless(wanted!.AsArray().Any(one => Errors(api, one!, value).Count == 0), place, $"fits no alternative: {value?.ToJsonString()}"); break;
            case "minimum": Unless(Number(value) is not { } few || few >= Number(wanted), place, $"is {value}, less than {wanted}"); break;
            case "maximum": Unless(Number(value) is not { } much || much <= Number(wanted), place, $"is {value}, more than {wanted}"); break;
            case "minLength": Unless(Text(value) is not { } brief || brief.Length >= Number(wanted), place, $"is shorter than {wanted}"); break;
            case "maxLength": Unless(Text(value) is not { } lengthy || lengthy.Length <= Number(wanted), place, $"is longer than {wanted}"); break;
            case "pattern": Unless(Text(value) is not { } text || Regex.IsMatch(text, (string)wanted!), place, $"is {value}, not of the form {wanted}"); break;
            case "format": Unless(Text(value) is not { } formed || HasFormat((string)wanted!, formed), place, $"is {value}, no {wanted}"); break;
            case "type": break;
            default: Unless(Annotations.Contains(keyword) || keyword.StartsWith("x-", StringComparison.Ordinal), place, $"has a schema with {keyword}, which this test does not know"); break;
        }
    }

    private void CheckOthers(JsonNode wanted, JsonObject schema, JsonNode? value, string place)
    {
        foreach (var (name, member) in (value as JsonObject ?? []).Where(member => schema["properties"]?[member.Key] is null))
        {
            if (wanted is JsonObject others) Check(others, member, $"{place}/{name}");
            else Unless((bool)wanted!, place, $"has {name}, which is not described");
        }
    }

    private void Unless(bool holds, string place, string problem)
    {
        if (!holds)
            _errors.Add($"{place} {problem}");
    }

    public static IEnumerable<string> Types(JsonNode type) => type is JsonArray several ? several.Select(one => (string)one!) : [(string)type!];

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => double.IsInteger(Number(value)!.Value),
        _ => false,
    };

    private static bool HasFormat(string format, string text) => format switch
    {
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "date" => DateOnly.TryParse(text, CultureInfo.InvariantCulture, out _),
        "uuid" => Guid.TryParse(text, out _),
        "uri" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        _ => true,
    };

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? (string)value! : null;

    private static double? Number(JsonNode? value) =>
        value?.GetValueKind() is JsonValueKind.Number ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : null;
}
