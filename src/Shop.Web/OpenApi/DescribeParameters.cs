using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>Describes parameters that endpoints bind through types of this project, which ASP.NET cannot inspect.</summary>
internal static class DescribeParameters
{
    public static Task Transform(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken _)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        if (metadata.OfType<NeedsOperator>().Any())
            operation.Parameters.Add(OperatorHeader());
        if (metadata.OfType<NeedsIdempotencyKey>().Any())
            operation.Parameters.Add(IdempotencyKeyHeader());
        if (metadata.OfType<TakesPageRequest>().Any())
        {
            operation.Parameters.Add(Limit());
            operation.Parameters.Add(Text("cursor", ParameterLocation.Query, "nextCursor of the previous page; omit for the first."));
        }
        if (metadata.OfType<TakesIfMatch>().FirstOrDefault() is { } takes)
            operation.Parameters.Add(IfMatchHeader(takes.Required));
        if (metadata.OfType<TakesLastEventId>().Any())
            operation.Parameters.Add(
                Text(LastEventId.Header, ParameterLocation.Header, "The last event received; the stream continues after it."));
        return Task.CompletedTask;
    }

    private static OpenApiParameter IdempotencyKeyHeader()
    {
        var header = Text(IdempotencyKey.Header, ParameterLocation.Header,
            "A new random value (a UUID) for each request, and the same one with each retry. A replayed response has the header " +
            "Idempotency-Replayed: true.");
        header.Required = true;
        header.Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyKey.MaxLength };
        return header;
    }

    private static OpenApiParameter IfMatchHeader(bool required)
    {
        var header =
            Text(IfMatch.Header, ParameterLocation.Header, "The ETag the client has, with its quotes: 412 if it is no longer current.");
        header.Required = required;
        return header;
    }

    private static OpenApiParameter OperatorHeader()
    {
        var header = Text(Operator.Header, ParameterLocation.Header, "The operator's name for the audit log. Visible ASCII characters.");
        header.Required = true;
        header.Schema =
            new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Operator.MaxLength, Pattern = "^[!-~]+$" };
        return header;
    }

    private static OpenApiParameter Limit() => new()
    {
        Name = "limit",
        In = ParameterLocation.Query,
        Description = "The maximum number of items on the page.",
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Minimum = "1",
            Maximum = PageRequest.MaxLimit.ToString(CultureInfo.InvariantCulture),
            Default = PageRequest.DefaultLimit,
        },
    };

    private static OpenApiParameter Text(string name, ParameterLocation place, string description) => new()
    {
        Name = name,
        In = place,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
