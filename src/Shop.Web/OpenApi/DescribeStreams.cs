using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>
/// Describes event streams as what a client of OpenAPI 3.1 can read: a text in the format of server-sent events, and the schema of its events.
/// </summary>
internal static class DescribeStreams
{
    private const string EventStream = "text/event-stream";

    public static Task Transform(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancelled)
    {
        foreach (var response in (operation.Responses ?? []).Values)
            if (response.Content?.TryGetValue(EventStream, out var stream) is true && stream is OpenApiMediaType { Schema: { } events } described)
                described.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Description = "Server-sent events, until the stream ends; comment lines in between keep it open.",
                    ContentMediaType = EventStream,
                    ContentSchema = events,
                };
        return Task.CompletedTask;
    }
}
