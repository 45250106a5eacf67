using System.Net.ServerSentEvents;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>Corrects the schemas that ASP.NET makes where they differ from what is sent.</summary>
internal static class DescribeSchemas
{
    /// <summary>PageBody is how a <see cref="Page{T}"/> is made, not what it is called.</summary>
    public static string? NameOf(JsonTypeInfo type) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("PageBodyOf", "PageOf", StringComparison.Ordinal);

    public static Task Transform(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type.IsEnum)
            schema.Type ??= JsonSchemaType.String;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(SseItem<>))
            DescribeEvent(schema);
        return Task.CompletedTask;
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
