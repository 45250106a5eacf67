using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>Lists the values of a <see cref="Choice{T}"/> and the form of a <see cref="UtcTime"/>, which ASP.NET describes as any string.</summary>
internal static class DescribeChoices
{
    public static Task Transform(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken _)
    {
        foreach (var known in context.Description.ParameterDescriptions)
        {
            var type = known.ParameterDescriptor?.ParameterType is { } given ? Nullable.GetUnderlyingType(given) ?? given : null;
            if (type == typeof(UtcTime) && operation.Parameters?.FirstOrDefault(parameter => parameter.Name == known.Name) is OpenApiParameter time)
                DescribeTime(time);
            if (type is not { IsGenericType: true } || type.GetGenericTypeDefinition() != typeof(Choice<>))
                continue;
            if (operation.Parameters?.FirstOrDefault(parameter => parameter.Name == known.Name) is OpenApiParameter described)
                described.Schema = Names(type.GenericTypeArguments[0]);
        }
        return Task.CompletedTask;
    }

    private static void DescribeTime(OpenApiParameter time)
    {
        time.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" };
        time.Description = $"{time.Description} With its offset (RFC 3339), or a date, which begins at midnight UTC.".Trim();
    }

    private static OpenApiSchema Names(Type names) =>
        new() { Type = JsonSchemaType.String, Enum = [.. SnakeCaseEnums.NamesOf(names).Select(name => (JsonNode)name)] };
}
