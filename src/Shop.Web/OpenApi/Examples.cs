using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shop.Web;

/// <summary>
/// Gives every schema, parameter, body and response an example. Values come from <see cref="ApiSupplement.Examples"/> by the member's name,
/// else from the schema; an object's example is made of its members'.
/// </summary>
internal sealed class Examples(JsonObject document, ApiSupplement supplement)
{
    /// <summary>The value of a text that has no example: a test finds it.</summary>
    public const string Placeholder = "text";

    private const int MaxDepth = 12;

    public void AddTo()
    {
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
            if (schema is JsonObject described && Of(described, name, "", 0) is { } example && !LooksLikeContent(example))
                described["examples"] = new JsonArray(example);
        foreach (var (path, operations) in Operations("paths").Concat(Operations("webhooks")))
            foreach (var (_, operation) in operations!.AsObject())
                AddToOperation(path, operation!.AsObject());
    }

    private IEnumerable<KeyValuePair<string, JsonNode?>> Operations(string group) => document[group] as JsonObject ?? [];

    private void AddToOperation(string path, JsonObject operation)
    {
        foreach (var parameter in operation["parameters"] as JsonArray ?? [])
        {
            var name = ParameterName.In(path, (string)parameter!["name"]!);
            parameter["example"] ??= Of(
                parameter["schema"]!.AsObject(), (string)operation["operationId"]!, name, 0);
            if (supplement.Parameters.TryGetValue(name, out var description))
                parameter["description"] ??= description;
        }
        AddToContents(operation["requestBody"]?["content"] as JsonObject);
        foreach (var (status, response) in operation["responses"]!.AsObject())
            if (status[0] == '2')
                AddToContents(response!["content"] as JsonObject);
    }

    private void AddToContents(JsonObject? contents)
    {
        foreach (var (type, content) in contents ?? [])
            if (content!["schema"] is JsonObject schema && Of(type, schema) is { } example && !LooksLikeContent(example))
                content["example"] = example;
    }

    private JsonNode? Of(string type, JsonObject schema) =>
        type == "text/event-stream" ? Stream(schema["contentSchema"]!.AsObject()) : Of(schema, "", "", 0);

    /// <summary>Spectral takes whatever has a schema and an example for a body, also inside an example, and fails on it.</summary>
    private static bool LooksLikeContent(JsonNode? example) => example switch
    {
        JsonObject members => (members.ContainsKey("schema") && members.ContainsKey("example")) || members.Any(member => LooksLikeContent(member.Value)),
        JsonArray items => items.Any(LooksLikeContent),
        _ => false,
    };

    /// <summary>An event as it is sent.</summary>
    private string Stream(JsonObject events)
    {
        var one = Of(events, "", "", 0)!;
        return string.Create(CultureInfo.InvariantCulture, $"event: {one["event"]}\ndata: {one["data"]!.ToJsonString()}\nid: {one["id"]}\n\n");
    }

    private JsonNode? Of(JsonObject schema, string owner, string name, int depth)
    {
        if (name.Length > 0 && (supplement.Examples.TryGetPropertyValue($"{owner}.{name}", out var given)
            || (supplement.Examples.TryGetPropertyValue(name, out given) && Fits(schema, given))))
            return given?.DeepClone();
        if (schema["$ref"] is { } reference)
        {
            var target = ((string)reference!).Split('/')[^1];
            return Of(document["components"]!["schemas"]![target]!.AsObject(), target, "", depth + 1);
        }
        if (schema["examples"] is JsonArray examples)
            return examples[0]?.DeepClone();
        if ((schema["const"] ?? (schema["enum"] as JsonArray)?[0]) is { } constant)
            return constant.DeepClone();
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray alternatives)
            return Of(alternatives.First(one => (one!["type"] as JsonValue)?.ToString() != "null")!.AsObject(), owner, name, depth + 1);
        return TypesOf(schema).FirstOrDefault(type => type != "null") switch
        {
            "object" => new JsonObject((schema["properties"] as JsonObject ?? []).Where(_ => depth < MaxDepth)
                .Select(member => KeyValuePair.Create(member.Key, Of(member.Value!.AsObject(), owner, member.Key, depth + 1)))),
            "array" => new JsonArray(Of(schema["items"]!.AsObject(), owner, name, depth + 1)),
            "integer" => (schema["default"] ?? schema["minimum"])?.DeepClone() ?? 1,
            "number" => 0.5,
            "boolean" => true,
            "string" => (schema["default"])?.DeepClone() ?? Text((string?)schema["format"]),
            _ => new JsonObject(),
        };
    }

    /// <summary>Whether a value that is given by name alone is of the schema's type: a name may have two meanings.</summary>
    private static bool Fits(JsonObject schema, JsonNode? value)
    {
        if (schema["enum"] is JsonArray values)
            return values.Any(one => JsonNode.DeepEquals(one, value));
        if (value is JsonArray { Count: > 0 } list && schema["items"] is JsonObject items)
            return Fits(items, list[0]);
        var kind = value?.GetValueKind() switch
        {
            null => "null",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.Number => "number",
            JsonValueKind.String => "string",
            _ => "boolean",
        };
        return TypesOf(schema) is not { Count: > 0 } types ? schema["$ref"] is null
            : types.Contains(kind) || (kind == "number" && types.Contains("integer"));
    }

    private static List<string> TypesOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray types => [.. types.Select(type => (string)type!)],
        JsonValue type => [(string)type!],
        _ => [],
    };

    private static string Text(string? format) => format switch
    {
        "uuid" => "01956b2e-1f00-7c3a-9d4e-5f6a7b8c9d0e",
        "date-time" => "2026-03-05T10:30:00Z",
        _ => Placeholder,
    };
}
