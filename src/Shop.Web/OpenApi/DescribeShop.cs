using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>The document's title and description, and the shared schema of all problems.</summary>
internal sealed class DescribeShop(ApiSupplement supplement)
{
    public const string ProblemSchema = "Problem";

    private const string OperatorKey = "operatorKey";

    public async Task Transform(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancelled)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Shop",
            Version = "v1",
            Summary = "Products, carts, orders, returns and webhooks of a shop, and its operation.",
            Description = "Every error is a Problem (RFC 9457) with a stable code; /problems lists all codes. A response may gain members and "
                + "enum values within v1: ignore what you do not know.",
            Contact = new OpenApiContact { Name = "The Shop authors" },
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        // Relative, so that it is right wherever the document is served.
        document.Servers = [new OpenApiServer { Url = "/", Description = "The shop that serves this document." }];
        document.Security = [];
        document.Tags = Tags(document);
        document.AddComponent<IOpenApiSecurityScheme>(OperatorKey, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The operator key, Ops:Key. In Development without one, /ops is open.",
        });
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), cancellationToken: cancelled);
        problem.Description = "An error: what happened, where, and what to do (RFC 9457).";
        document.AddComponent(ProblemSchema, problem);
    }

    /// <summary>Everything under /ops needs the operator key; nothing else needs any.</summary>
    public static Task Secure(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancelled)
    {
        operation.Security = context.Description.RelativePath?.StartsWith("ops/", StringComparison.Ordinal) is true
            ? [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(OperatorKey, context.Document)] = [] }]
            : [];
        return Task.CompletedTask;
    }

    /// <summary>The described tags in their order, then any other.</summary>
    private HashSet<OpenApiTag> Tags(OpenApiDocument document) =>
    [
        .. supplement.Tags.Select(tag => new OpenApiTag { Name = tag.Tag, Description = tag.Description }),
        .. (document.Tags ?? new HashSet<OpenApiTag>()).Where(used => supplement.Tags.All(tag => tag.Tag != used.Name)),
    ];
}
