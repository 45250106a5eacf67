using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>Describes the calls that the shop makes to its clients: OpenAPI's <c>webhooks</c>.</summary>
internal static class DescribeWebhooks
{
    public static async Task Transform(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancelled)
    {
        foreach (var webhook in context.ApplicationServices.GetServices<WebhookDescription>())
        {
            document.Webhooks ??= new Dictionary<string, IOpenApiPathItem>();
            document.Webhooks[webhook.Name] = new OpenApiPathItem
            {
                Operations = new() { [HttpMethod.Post] = await Operation(webhook, document, context, cancelled) },
            };
        }
    }

    private static async Task<OpenApiOperation> Operation(
        WebhookDescription webhook, OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancelled)
    {
        var name = webhook.Body.Name;
        if (document.Components?.Schemas?.ContainsKey(name) is not true)
            document.AddComponent<IOpenApiSchema>(name, await context.GetOrCreateSchemaAsync(webhook.Body, cancellationToken: cancelled));
        return new OpenApiOperation
        {
            OperationId = "on" + string.Concat(webhook.Name.Split('.').Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
            Tags = new HashSet<OpenApiTagReference> { new(webhook.Tag, document) },
            Summary = webhook.Summary,
            Description = "Answer 2xx within the timeout: anything else is retried. 410 ends the webhook. Messages may be repeated and may arrive "
                + "out of order.",
            Security = [],
            Parameters = [.. webhook.Headers.Select(header => new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Required = true,
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            })],
            RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(name, document) },
                },
            },
            Responses = new OpenApiResponses
            {
                ["200"] = new OpenApiResponse { Description = "The message was received." },
                ["410"] = new OpenApiResponse { Description = "The receiver is gone: the shop sends it nothing more." },
            },
        };
    }
}
