using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Messaging;
using Shop.Web;

namespace Shop.Host.Operations;

/// <summary>What should be and is not, and who did what.</summary>
internal static class AuditApi
{
    public static void Map(RouteGroupBuilder ops)
    {
        ops.MapGet("/audit", Audit).WithName("Audit").WithSummary("Recomputes now which events and effects must be there, and tells what is not")
            .WithDescription("Of the day up to a minute ago (Bus:AuditWindow, Bus:AuditAfter). Figures are what reports show, beside a recount of the events.");
        ops.MapGet("/trail", Trail).WithName("ListTrail").WithSummary("What operators did, when, and what it changed, newest first");
    }

    private static async Task<Ok<AuditReport>> Audit(Auditor auditor, CancellationToken ct) => TypedResults.Ok(await auditor.Audit(ct, figures: true));

    private static async Task<Page<TrailEntry>> Trail(PageRequest page, Messaging.Operations operations, CancellationToken ct, Guid? operation = null)
    {
        var found = await operations.Trail(page.After<Guid?>(), operation, page.Limit + 1, ct);
        return Page.Of(found, page, entry => entry.Id);
    }
}
