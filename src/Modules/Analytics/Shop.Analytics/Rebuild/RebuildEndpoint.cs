using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shop.Messaging;
using Shop.Web;

namespace Shop.Analytics;

/// <summary>What was rebuilt.</summary>
/// <param name="Events">How many remembered events were counted.</param>
internal sealed record Rebuilt(long Events);

internal static class RebuildEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/ops/analytics/rebuild", Handle)
        .WithName("RebuildAnalytics").WithTags("Analytics")
        .WithSummary("Makes the figures anew from the archived events")
        .WithDescription("Answers when they are in place. Until then reports show what was; orders older than the archives stay as they are.")
        .ProducesProblems(AnalyticsProblems.RebuildRejected);

    private static async Task<Results<Ok<Rebuilt>, Problem>> Handle(Operator who, RebuildFacts rebuild, AnalyticsDb db, BulkOperations operations, CancellationToken ct)
    {
        try
        {
            var events = await rebuild.Run(ct);
            await operations.SaveWithAudit("analytics", db, who.Name, "rebuild-analytics", "", $"{events} events counted", ct);
            return TypedResults.Ok(new Rebuilt(events));
        }
        catch (OperationRejectedException e)
        {
            return Problem.Of(AnalyticsProblems.RebuildRejected, e.Message);
        }
    }
}
