using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Web;

/// <summary>The document's title and description, and the shared schema of all problems.</summary>
internal static class DescribeShop
{
    public const string ProblemSchema = "Problem";

    public static async Task Transform(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancelled)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Shop",
            Version = "v1",
            Description = "Every error is a Problem (RFC 9457) with a stable code; /problems lists all codes.",
        };
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), cancellationToken: cancelled);
        problem.Description = "An error: what happened, where, and what to do (RFC 9457).";
        document.AddComponent(ProblemSchema, problem);
    }
}
