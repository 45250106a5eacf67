using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>Declares the headers of every response. Each header is described once, among the components.</summary>
internal static class DescribeHeaders
{
    private const int Ok = 200;

    private static readonly (string Name, JsonSchemaType Type, string Description, string Example)[] All =
    [
        ("Accept-Encoding", JsonSchemaType.String, "The content encodings that are read; on unsupported_encoding.", "br, deflate, gzip"),
        ("Cache-Control", JsonSchemaType.String, "Who may store the response, and for how long.", "private, no-cache"),
        ("ETag", JsonSchemaType.String,
            "The ETag of this response, with quotes: send it as If-None-Match, and as If-Match with a change.", "\"y1G7v9bq8pXkR2c4dE5f\""),
        (IdempotencyKey.ReplayedHeader, JsonSchemaType.String,
            "`true` when this is the stored response to an earlier request with the same Idempotency-Key.", "true"),
        ("Link", JsonSchemaType.String, "The next page, rel=\"next\"; none on the last.", "</v1/orders?cursor=eyJpZCI6MX0>; rel=\"next\""),
        ("Location", JsonSchemaType.String, "The path of what was created or accepted.", "/v1/orders/ORD-01JNKC5T8Q2W4E6R8T0Y2V4B6N"),
        ("RateLimit", JsonSchemaType.String,
            "The requests left (r), and in how many seconds there are more (t); draft-ietf-httpapi-ratelimit-headers-10.", "\"default\";r=299999;t=1"),
        ("RateLimit-Policy", JsonSchemaType.String, "The limit: requests (q) in a window of seconds (w).", "\"default\";q=300000;w=60"),
        ("Retry-After", JsonSchemaType.Integer, "Seconds to wait before the next request.", "1"),
        ("WWW-Authenticate", JsonSchemaType.String, "How to authenticate.", "Bearer"),
        (CorrelationId.Header, JsonSchemaType.String,
            "Correlates everything that this request causes. It is the request's own X-Correlation-Id if it sent one.", "01956b2e-1f00-7c3a-9d4e-5f6a7b8c9d0e"),
    ];

    public static Task Components(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancelled)
    {
        foreach (var (name, type, description, example) in All)
            document.AddComponent(name, new OpenApiHeader
            {
                Description = description,
                Schema = new OpenApiSchema { Type = type },
                Example = type == JsonSchemaType.Integer ? int.Parse(example, CultureInfo.InvariantCulture) : example,
            });
        return Task.CompletedTask;
    }

    public static Task Transform(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancelled)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var (status, response) in operation.Responses ?? [])
        {
            var code = int.Parse(status, CultureInfo.InvariantCulture);
            var names = Of(code, response, metadata)
                .Concat(metadata.OfType<HeaderMetadata>().Where(own => own.Status == code).Select(own => own.Header));
            ((OpenApiResponse)response).Headers = names.Distinct().Order(StringComparer.Ordinal)
                .ToDictionary(name => name, name => (IOpenApiHeader)new OpenApiHeaderReference(name, context.Document));
        }
        return Task.CompletedTask;
    }

    private static IEnumerable<string> Of(int status, IOpenApiResponse response, IList<object> metadata)
    {
        yield return CorrelationId.Header;
        yield return "RateLimit";
        yield return "RateLimit-Policy";
        if (status is 201 or 202)
            yield return "Location";
        if (status is 412 || (status is 304 or Ok && metadata.OfType<RespondsConditionally>().Any()))
            yield return "ETag";
        if (status >= 400 || (status is 304 or Ok && (metadata.OfType<RespondsConditionally>().Any() || metadata.OfType<RespondsWithStream>().Any())))
            yield return "Cache-Control";
        if (status is Ok && metadata.OfType<TakesPageRequest>().Any())
            yield return "Link";
        if (status / 100 == 2 && metadata.OfType<NeedsIdempotencyKey>().Any())
            yield return IdempotencyKey.ReplayedHeader;
        if (status is 429 or 503 || (status is 409 && response.Description!.Contains(IdempotencyProblems.KeyInUse.Code, StringComparison.Ordinal)))
            yield return "Retry-After";
        if (status is 415)
            yield return "Accept-Encoding";
        if (status is 401)
            yield return "WWW-Authenticate";
    }
}
