using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>Describes ETags of operations that return one: If-None-Match, and 304, which ASP.NET omits because it has no body.</summary>
internal static class DescribeConditions
{
    public static Task Transform(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken _)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (!metadata.OfType<RespondsConditionally>().Any())
            return Task.CompletedTask;
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "If-None-Match",
            In = ParameterLocation.Header,
            Description = "An ETag that the client has: 304 if nothing has changed.",
            Schema = Text(),
        });
        operation.Responses ??= [];
        operation.Responses["304"] =
            new OpenApiResponse { Description = "Nothing has changed since the ETag in If-None-Match.", Headers = Headers() };
        if (operation.Responses["200"] is OpenApiResponse response)
        {
            response.Headers = Headers();
            if (metadata.OfType<TakesPageRequest>().Any())
                response.Headers["Link"] =
                    new OpenApiHeader { Description = "The next page, rel=\"next\"; none on the last.", Schema = Text() };
        }
        return Task.CompletedTask;
    }

    private static Dictionary<string, IOpenApiHeader> Headers() => new()
    {
        ["ETag"] =
            new OpenApiHeader { Description =
            "The ETag of this response, with quotes: send it as If-None-Match, and as If-Match with a change.", Schema = Text() },
    };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
