using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>
/// Puts <c>null</c> last in the types of what may be null. The library writes it first, and client generators that take the first type refuse
/// valid answers.
/// </summary>
internal static class DescribeNulls
{
    public static Task Transform(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken _)
    {
        var seen = new HashSet<IOpenApiSchema>(ReferenceEqualityComparer.Instance);
        foreach (var schema in document.Components?.Schemas?.Values ?? Enumerable.Empty<IOpenApiSchema>())
            Order(schema, seen);
        foreach (var operation in (document.Paths ?? []).Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
        {
            foreach (var parameter in operation.Parameters ?? [])
                Order(parameter.Schema, seen);
            foreach (var content in (operation.RequestBody?.Content?.Values ?? Enumerable.Empty<OpenApiMediaType>())
                .Concat((operation.Responses ?? []).Values.SelectMany(response => response.Content?.Values ?? Enumerable.Empty<OpenApiMediaType>())))
                Order(content.Schema, seen);
        }
        return Task.CompletedTask;
    }

    private static void Order(IOpenApiSchema? described, HashSet<IOpenApiSchema> seen)
    {
        if (described is not OpenApiSchema schema || !seen.Add(schema))
            return;
        foreach (var inner in (schema.Properties?.Values ?? Enumerable.Empty<IOpenApiSchema>()).Concat(schema.OneOf ?? []).Concat(schema.AnyOf ?? [])
            .Append(schema.Items).Append(schema.AdditionalProperties))
            Order(inner, seen);
        if (schema.Type is not { } type || !type.HasFlag(JsonSchemaType.Null) || type == JsonSchemaType.Null)
            return;
        var names = Enum.GetValues<JsonSchemaType>().Where(one => one != JsonSchemaType.Null && type.HasFlag(one)).Append(JsonSchemaType.Null)
            .Select(one => (JsonNode)one.ToString().ToLowerInvariant());
        schema.Type = null;
        schema.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        schema.Extensions["type"] = new JsonNodeExtension(new JsonArray([.. names]));
    }
}
