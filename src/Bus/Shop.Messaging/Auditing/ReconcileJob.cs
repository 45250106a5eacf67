using Microsoft.Extensions.Logging;

namespace Shop.Messaging;

/// <summary>Audits now and then, so that health and metrics know.</summary>
internal sealed class ReconcileJob(Reconciler reconciler, ILogger<ReconcileJob> logger) : IRecurring
{
    private const int Report = 20;

    public async Task Run(CancellationToken ct)
    {
        var report = await reconciler.Reconcile(ct);
        BusTelemetry.Reconciled(report.Discrepancies.Count);
        if (report.Discrepancies.Count > 0)
            logger.LogError("The audit found {Count} differences, such as: {Differences}", report.Discrepancies.Count,
                string.Join(" ", report.Discrepancies.Take(Report).Select(difference => $"[{difference.Module}] {difference.What}")));
    }
}
