using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Web;

namespace Shop.Host.Operations;

/// <summary>What should be and is not, and who did what.</summary>
internal static class ReconciliationApi
{
    public static void Map(RouteGroupBuilder ops)
    {
        ops.MapGet("/reconciliation", Reconcile).WithName("Reconcile").WithSummary("Recomputes now which events and effects must be there, and tells what is not")
            .WithDescription("Of the day up to a minute ago (Bus:ReconciliationWindow, Bus:ReconciliationDelay). Figures are what reports show, beside a recount of the events.");
        ops.MapGet("/audit-log", AuditLog).WithName("ListAuditLog").WithSummary("What operators did, when, and what it changed, newest first");
    }

    private static async Task<Ok<ReconciliationReport>> Reconcile(Reconciler reconciler, CancellationToken ct) => TypedResults.Ok(await reconciler.Reconcile(ct, figures: true));

    private static async Task<Page<AuditLogEntry>> AuditLog(PageRequest page, Messaging.BulkOperations operations, CancellationToken ct, Guid? operation = null)
    {
        var found = await operations.AuditLog(page.After<Guid?>(), operation, page.Limit + 1, ct);
        return Page.Of(found, page, entry => entry.Id);
    }
}
