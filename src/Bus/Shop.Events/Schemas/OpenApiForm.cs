using System.Text.Json.Nodes;

namespace Shop.Events;

/// <summary>The form of schemas in EventBridge's schema registry: OpenAPI 3.0 with <c>AWSEvent</c> for the envelope.</summary>
internal static class OpenApiForm
{
    private static readonly string[] AlwaysDelivered = ["detail-type", "resources", "detail", "id", "source", "time", "region", "version", "account"];

    public static JsonObject Of(EventContract contract, JsonObject schema)
    {
        var envelope = schema["properties"]!.DeepClone().AsObject();
        var detail = envelope["detail"]!.DeepClone().AsObject();
        envelope["detail"] = new JsonObject { ["$ref"] = $"#/components/schemas/{contract.Type.Name}" };
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["version"] = contract.Version + ".0", ["title"] = contract.Type.Name },
            ["paths"] = new JsonObject(),
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject
                {
                    ["AWSEvent"] = new JsonObject
                    {
                        ["type"] = "object",
                        ["required"] = new JsonArray([.. AlwaysDelivered.Select(name => JsonValue.Create(name))]),
                        ["x-amazon-events-detail-type"] = contract.DetailType,
                        ["x-amazon-events-source"] = contract.Source,
                        ["properties"] = Converted(envelope),
                    },
                    [contract.Type.Name] = Converted(detail),
                },
            },
        };
    }

    /// <summary>OpenAPI 3.0 has <c>nullable</c> for the type null, and one <c>example</c>.</summary>
    private static JsonObject Converted(JsonObject schema)
    {
        foreach (var inner in schema.Select(keyword => keyword.Value).OfType<JsonObject>().ToList())
            Converted(inner);
        if (schema["type"] is JsonArray types)
        {
            schema["nullable"] = true;
            schema["type"] = types.First(type => type!.GetValue<string>() != "null")!.DeepClone();
        }
        if (schema["examples"] is JsonArray examples)
        {
            schema["example"] = examples[0]!.DeepClone();
            schema.Remove("examples");
        }
        if (schema["required"] is JsonArray { Count: 0 })
            schema.Remove("required");      // OpenAPI 3.0 does not allow it to be empty
        return schema;
    }
}
