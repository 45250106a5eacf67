using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>Corrects the schemas that ASP.NET generates where they differ from the wire format.</summary>
internal static class DescribeSchemas
{
    /// <summary>PageBody is an implementation detail of <see cref="Page{T}"/>; the schema is named after the latter.</summary>
    public static string? NameOf(JsonTypeInfo type) =>
        type.Type.IsEnum
            ? type.Type.Name
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace("PageBodyOf", "PageOf", StringComparison.Ordinal);

    public static Task Transform(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
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
        if (context.JsonTypeInfo.ElementType is { IsEnum: true } element)
        {
            var items = new OpenApiSchema();
            DescribeEnum(items, element);
            schema.Items = items;
        }
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
}
