using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>Declares the headers of responses.</summary>
internal static class DescribeHeaders
{
    public static Task Transform(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken _)
    {
        var isIdempotent = context.Description.ActionDescriptor.EndpointMetadata.OfType<NeedsIdempotencyKey>().Any();
        foreach (var (status, described) in operation.Responses ?? [])
            if (described is OpenApiResponse response)
                Declare(response, status, isIdempotent);
        return Task.CompletedTask;
    }

    private static void Declare(OpenApiResponse response, string status, bool isIdempotent)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        void Add(string name, string description, JsonSchemaType type = JsonSchemaType.String) => response.Headers.TryAdd(
            name, new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = type } });

        Add(CorrelationId.Header, "The request's correlation id: the client's own, or a new one.");
        Add("RateLimit", "What is left of the caller's rate limit, and in how many seconds it is full again; absent where there is no limit.");
        Add("RateLimit-Policy", "The caller's rate limit: requests and window in seconds; absent where there is no limit.");
        if (status is "201" or "202")
            Add("Location", "The path of what was made or accepted.");
        if (status is "202" or "429" or "503" || (status is "409" && isIdempotent))
            Add("Retry-After", "When to ask again, in seconds; on 409 only for idempotency_key_in_use.", JsonSchemaType.Integer);
        if (isIdempotent && status[0] is '2')
            Add(IdempotencyKey.ReplayedHeader, "true when an earlier request with this key was answered the same.");
        if (status is "415")
            Add("Accept-Encoding", "The content encodings that are read; on unsupported_encoding.");
    }
}
