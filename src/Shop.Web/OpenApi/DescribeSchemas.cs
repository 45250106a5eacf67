using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>Corrects the schemas that ASP.NET generates where they differ from the wire format.</summary>
internal static class DescribeSchemas
{
    /// <summary>Any JSON has no name. PageBody is an implementation detail of <see cref="Page{T}"/>; the schema is named after the latter.</summary>
    public static string? NameOf(JsonTypeInfo type) =>
        type.Type == typeof(JsonElement) ? null
            : type.Type.IsEnum ? type.Type.Name
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("PageBodyOf", "PageOf", StringComparison.Ordinal);

    public static async Task Transform(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        // A request body may not have undescribed members. Responses may gain members within v1, and clients must ignore them.
        if (context.ParameterDescription is null)
            schema.AdditionalPropertiesAllowed = true;
        if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
            (schema.Type, schema.Format) = (JsonSchemaType.String | (type == typeof(DateTimeOffset) ? 0 : JsonSchemaType.Null), "date-time");
        if (type.IsEnum)
            DescribeEnum(schema, type);
        else if (Nullable.GetUnderlyingType(type) is { IsEnum: true } optional)
            DescribeOptionalEnum(schema, optional);
        else if (context.JsonTypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { IsEnum: true } element })
            schema.Items = await context.GetOrCreateSchemaAsync(element, cancellationToken: cancellationToken);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(SseItem<>))
            DescribeEvent(schema);
    }

    private static void DescribeEnum(OpenApiSchema schema, Type names)
    {
        schema.Type = JsonSchemaType.String;
        schema.Enum = [.. SnakeCaseEnums.NamesOf(names).Select(name => (JsonNode)name)];
    }

    private static void DescribeOptionalEnum(OpenApiSchema schema, Type names)
    {
        DescribeEnum(schema, names);
        schema.Type |= JsonSchemaType.Null;
        schema.Enum!.Add(JsonNullSentinel.JsonNull);
    }

    // The fields of a server-sent event as named on the wire, in the form of OpenAPI 3.2.
    private static void DescribeEvent(OpenApiSchema schema)
    {
        // A reference, whose own description the event's schema has.
        var data = schema.Properties!["data"];
        schema.Description = "A server-sent event; data is JSON.";
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["event"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The kind of event." },
            ["id"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Send it as Last-Event-ID when reconnecting." },
            ["retry"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "Milliseconds to wait before reconnecting." },
            ["data"] = data,
        };
    }
}
