using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Shop.Events;

/// <summary>
/// The schema of a contract's own fields, from its C# type: strict, so every field that cannot be null is required and there are no others.
/// </summary>
internal static class ContractSchema
{
    private static readonly JsonSchemaExporterOptions Exporter = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };

    /// <exception cref="InvalidOperationException">A field's JSON cannot be derived from its type.</exception>
    public static JsonObject Of(Type contract) => EventJson.Options.GetJsonSchemaAsNode(contract, Exporter).AsObject();

    private static JsonObject Describe(JsonSchemaExporterContext field, JsonNode exported)
    {
        var schema = exported as JsonObject ?? Converted(field);
        schema.Remove("default");       // of the C# parameter; an event either has the field or not
        if (schema.ContainsKey("$ref"))
            throw new InvalidOperationException(
                $"{field.BaseTypeInfo?.Type ?? field.TypeInfo.Type} contains itself. An event cannot be recursive: give the inner one a type of its own.");
        if (schema["properties"] is JsonObject properties)
            Close(schema, properties, field);
        if (schema.ContainsKey("enum") && !schema.ContainsKey("type"))
            schema.Insert(0, "type", AllowsNull(schema) ? new JsonArray("string", "null") : "string");
        if (field.PropertyInfo is { } property)
            Constrain(schema, property.AttributeProvider, property.AssociatedParameter?.AttributeProvider);
        if (Documentation.Of(field) is { } text)
            schema.Insert(0, "description", text);
        return schema;
    }

    /// <summary>The exporter knows nothing of types with custom converters.</summary>
    private static JsonObject Converted(JsonSchemaExporterContext field) =>
        field.TypeInfo.Type == typeof(Money) ? new JsonObject { ["type"] = "number" }
        : field.TypeInfo.Type == typeof(Money?) ? new JsonObject { ["type"] = new JsonArray("number", "null") }
        : throw new InvalidOperationException(
            $"The JSON of {field.TypeInfo.Type} cannot be derived from its type: give the event fields of plain types or Money.");

    private static bool AllowsNull(JsonObject schema) => schema["enum"]!.AsArray().Any(value => value is null);

    private static void Close(JsonObject schema, JsonObject properties, JsonSchemaExporterContext field)
    {
        var required = field.TypeInfo.Properties.Where(property => property.IsRequired && properties.ContainsKey(property.Name));
        schema.Remove("required");
        schema["required"] = new JsonArray([.. required.Select(property => JsonValue.Create(property.Name))]);
        schema["additionalProperties"] = false;
    }

    private static void Constrain(JsonObject schema, params ICustomAttributeProvider?[] declared)
    {
        foreach (var constraint in declared.OfType<ICustomAttributeProvider>()
            .SelectMany(place => place.GetCustomAttributes(typeof(ConstraintAttribute), true)))
        {
            ((ConstraintAttribute)constraint).AddTo(schema);
            if (((ConstraintAttribute)constraint).Example is { } example)
                schema["examples"] = new JsonArray(JsonSerializer.SerializeToNode(example));
        }
    }
}
