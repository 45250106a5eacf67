using System.Text.Json.Nodes;

namespace Shop.Events;

/// <summary>Generates an event from its schema: each field's example if it has one, else the simplest valid value.</summary>
internal static class ExampleEvent
{
    private const string Id = "01956b2e-1f00-7c3a-9d4e-5f6a7b8c9d0e";
    private const string Time = "2026-03-05T10:30:00Z";

    public static JsonObject Of(EventContract contract, JsonObject schema)
    {
        var detail = Value("detail", schema["properties"]!["detail"]!.AsObject())!.AsObject();
        detail["metadata"] = new JsonObject
        {
            ["eventId"] = Id,
            ["correlationId"] = "req-abc123",
            ["version"] = contract.Version,
            ["timestamp"] = "2026-03-05T10:30:00.123Z",
        };
        return new JsonObject
        {
            ["version"] = "0",
            ["id"] = Id,
            ["detail-type"] = contract.DetailType,
            ["source"] = contract.Source,
            ["account"] = "123456789012",
            ["time"] = Time,
            ["region"] = "us-east-1",
            ["resources"] = new JsonArray(),
            ["detail"] = detail,
        };
    }

    private static JsonNode? Value(string name, JsonObject schema)
    {
        if (schema["examples"] is JsonArray examples) return examples[0]!.DeepClone();
        if (schema["enum"] is JsonArray values) return values[0]!.DeepClone();
        return (schema["type"] is JsonArray types ? types[0]! : schema["type"]!).GetValue<string>() switch
        {
            "object" => Fields(schema),
            "array" => new JsonArray(Value(name, schema["items"]!.AsObject())),
            "integer" => schema["minimum"]?.GetValue<double>() is { } least ? (long)Math.Ceiling(least) : 1L,
            "number" => schema["minimum"]?.GetValue<double>() ?? 1.0,
            "boolean" => true,
            _ => Text(name, (string?)schema["format"]),
        };
    }

    private static string Text(string name, string? format) => format switch
    {
        "uuid" => Id,
        "date-time" => Time,
        _ => name,
    };

    private static JsonObject Fields(JsonObject schema) => new(
        schema["properties"]!.AsObject().Where(field => field.Key != "metadata")
            .Select(field => KeyValuePair.Create(field.Key, Value(field.Key, field.Value!.AsObject()))));
}
