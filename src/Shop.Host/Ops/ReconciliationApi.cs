using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Web;

namespace Shop.Host.Ops;

/// <summary>Reconciles, and lists what operators did.</summary>
internal static class ReconciliationApi
{
    public static void Map(RouteGroupBuilder ops)
    {
        ops.MapGet("/reconciliation", Reconcile).WithName("Reconcile")
            .WithSummary("Recomputes now which events and effects must exist, and lists what is missing.")
            .WithDescription("It checks the day up to a minute ago (Bus:ReconciliationWindow, Bus:ReconciliationDelay). "
                + "Figures are what reports show, beside a recount of the events.");
        ops.MapGet("/audit-log", AuditLog).WithName("ListAuditLog")
            .WithSummary("Lists what operators did and what it changed, newest first.")
            .WithDescription("With `operation`, only what one operation did.");
    }

    private static async Task<Ok<ReconciliationReport>> Reconcile(Reconciler reconciler, CancellationToken ct) =>
        TypedResults.Ok(await reconciler.Reconcile(ct, figures: true));

    private static async Task<Page<AuditLogEntry>> AuditLog(
        PageRequest page, BulkOperations operations, CancellationToken ct, Guid? operation = null)
    {
        var found = await operations.AuditLog(page.After<Guid?>(), operation, page.Limit + 1, ct);
        return Page.Of(found, page, entry => entry.Id);
    }
}
