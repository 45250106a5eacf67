using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>
/// Lists the values of a <see cref="Choice{T}"/> and of <see cref="KnownValuesAttribute"/> and the form of a <see cref="UtcTime"/>, which ASP.NET
/// describes as any string, and gives parameters their camel-case names.
/// </summary>
internal static class DescribeChoices
{
    public static Task Transform(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken _)
    {
        foreach (var known in context.Description.ParameterDescriptions)
        {
            if (operation.Parameters?.FirstOrDefault(parameter => parameter.Name == known.Name) is not OpenApiParameter described)
                continue;
            if (Values(known.ParameterDescriptor) is { } values)
                described.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. values.Select(value => (JsonNode)value)] };
            // A query's members have the names of C#; its names are read in any case.
            if (described.In == ParameterLocation.Query)
                described.Name = char.ToLowerInvariant(described.Name![0]) + described.Name[1..];
            if (described.Description is null && Property(known.ParameterDescriptor) is { } property)
                described.Description = Docstrings.Of(property.DeclaringType!.Assembly).Of(property) is { Length: > 0 } text ? text : null;
            if (TypeOf(known.ParameterDescriptor) == typeof(UtcTime))
            {
                described.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" };
                described.Description = $"{described.Description} With its offset (RFC 3339), or a date, which begins at midnight UTC.".Trim();
            }
        }
        return Task.CompletedTask;
    }

    private static IEnumerable<string>? Values(ParameterDescriptor? parameter)
    {
        var type = TypeOf(parameter);
        if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(Choice<>))
            return SnakeCaseEnums.NamesOf(type.GenericTypeArguments[0]);
        return (parameter as IParameterInfoParameterDescriptor)?.ParameterInfo.GetCustomAttribute<KnownValuesAttribute>()?.Values;
    }

    private static Type? TypeOf(ParameterDescriptor? parameter) =>
        parameter?.ParameterType is { } given ? Nullable.GetUnderlyingType(given) ?? given : null;

    /// <summary>The property behind a parameter that comes from <c>[AsParameters]</c>.</summary>
    private static PropertyInfo? Property(ParameterDescriptor? parameter) =>
        (parameter as IParameterInfoParameterDescriptor)?.ParameterInfo is { Member: { } member, Name: { } name }
            ? (member as PropertyInfo) ?? member.DeclaringType?.GetProperty(name) : null;
}
