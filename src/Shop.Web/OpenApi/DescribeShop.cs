using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>The document's title and description, and the shared schema of all problems.</summary>
internal static class DescribeShop
{
    public const string ProblemSchema = "Problem";

    private static readonly Dictionary<string, string> Tags = new()
    {
        ["Products"] = "What is on sale.",
        ["Carts"] = "Carts and quotes: what an order would cost.",
        ["Orders"] = "Orders, their parcels and returns.",
        ["Customers"] = "Customers' preferences.",
        ["Webhooks"] = "Calls to a customer's server when orders change.",
        ["Schemas"] = "The schemas of events.",
        ["Operations"] = "For operators: orders, stock, products, reviews, dead letters, replays.",
        ["Notifications"] = "For operators: what was sent to customers.",
        ["Analytics"] = "For operators: figures of orders and products.",
    };

    public static async Task Transform(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancelled)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Shop",
            Version = "v1",
            Description = "Every error is a Problem (RFC 9457) with a stable code; /problems lists all codes.",
            Contact = new OpenApiContact { Name = "The Shop authors" },
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "The shop that serves this document." }];
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
            tag.Description = Tags.GetValueOrDefault(tag.Name ?? "");
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), cancellationToken: cancelled);
        problem.Description = "An error: what happened, where, and what to do (RFC 9457).";
        document.AddComponent(ProblemSchema, problem);
    }
}
