using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>Corrects the schemas that ASP.NET makes where they differ from what is sent.</summary>
internal static class DescribeSchemas
{
    /// <summary>PageBody is how a <see cref="Page{T}"/> is made, not what it is called.</summary>
    public static string? NameOf(JsonTypeInfo type) =>
        type.Type.IsEnum
            ? type.Type.Name
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("PageBodyOf", "PageOf", StringComparison.Ordinal);

    public static Task Transform(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        // A body may not have members that are not described. Answers may get further members within v1, and clients must let them.
        if (context.ParameterDescription is null)
            schema.AdditionalPropertiesAllowed = true;
        if (type.IsEnum)
            DescribeEnum(schema, type);
        else if (Nullable.GetUnderlyingType(type) is { IsEnum: true } optional)
            DescribeOptionalEnum(schema, optional);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(SseItem<>))
            DescribeEvent(schema);
        return Task.CompletedTask;
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

    // The fields of a server-sent event as they are named on the wire, in the form that OpenAPI 3.2 has for them.
    private static void DescribeEvent(OpenApiSchema schema)
    {
        var data = schema.Properties!["data"];
        schema.Description = "A server-sent event; data is JSON. An event: heartbeat has no data and is to be ignored.";
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["event"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["id"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "To be sent as Last-Event-ID when connecting again." },
            ["retry"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "Milliseconds to wait before connecting again." },
            ["data"] = data,
        };
    }
}
