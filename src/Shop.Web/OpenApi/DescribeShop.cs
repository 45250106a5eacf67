using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>The document's own words, and the one schema that all refusals share.</summary>
internal static class DescribeShop
{
    public const string ProblemSchema = "Problem";

    public static async Task Transform(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancelled)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Shop",
            Version = "v1",
            Description = "Every refusal is a Problem (RFC 9457) whose code is stable; /problems lists all codes.",
        };
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), cancellationToken: cancelled);
        problem.Description = "A refusal: what happened, where, and what to do (RFC 9457).";
        document.AddComponent(ProblemSchema, problem);
    }
}
