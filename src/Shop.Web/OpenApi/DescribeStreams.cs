using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>
/// Describes a stream of server-sent events as the text that it is, and what an event's data is: OpenAPI 3.1 has no form for streams, and a
/// client that is generated from an object would try to read the whole as JSON.
/// </summary>
internal static class DescribeStreams
{
    public static async Task Transform(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RespondsWithStream>().FirstOrDefault() is not { } stream
            || operation.Responses?["200"].Content is not { } contents || !contents.TryGetValue("text/event-stream", out var content))
            return;
        var name = stream.Data.Name;
        if (context.Document!.Components?.Schemas?.ContainsKey(name) is not true)
            context.Document.AddComponent(name, await context.GetOrCreateSchemaAsync(stream.Data, cancellationToken: ct));
        content.Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = $"Server-sent events. The data of each is JSON, a {name} (#/components/schemas/{name}). A line that begins with a colon is a "
                + "heartbeat. Send the last id as Last-Event-ID when reconnecting.",
        };
    }
}
