using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shop.Web;

namespace Shop.Analytics;

/// <summary>The result of a rebuild.</summary>
/// <param name="Events">The number of archived events counted.</param>
internal sealed record Rebuilt(long Events);

internal static class RebuildEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/ops/analytics/rebuild", Handle)
        .WithName("RebuildAnalytics").WithTags("Analytics")
        .WithSummary("Rebuilds the figures from the archived events")
        .WithDescription(
            "Returns when the new figures are in place. Until then reports show the old ones; orders older than the archives stay "
            + "unchanged.")
        .ProducesProblems(AnalyticsProblems.RebuildRejected);

    private static async Task<Results<Ok<Rebuilt>, Problem>> Handle(
        Operator who, RebuildFacts rebuild, AnalyticsDb db, CancellationToken ct)
    {
        try
        {
            var events = await rebuild.Run(ct);
            await db.SaveWithAudit(who.Name, "rebuild-analytics", "", $"{events} events counted", ct);
            return TypedResults.Ok(new Rebuilt(events));
        }
        catch (OperationRejectedException e)
        {
            return Problem.Of(AnalyticsProblems.RebuildRejected, e.Message);
        }
    }
}
