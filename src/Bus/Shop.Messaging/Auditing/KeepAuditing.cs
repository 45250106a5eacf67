using Microsoft.Extensions.Logging;

namespace Shop.Messaging;

/// <summary>Audits now and then, so that health and metrics know.</summary>
internal sealed class KeepAuditing(Auditor auditor, ILogger<KeepAuditing> logger) : IRecurring
{
    private const int Told = 20;

    public async Task Run(CancellationToken ct)
    {
        var report = await auditor.Audit(ct);
        BusTelemetry.Audited(report.Differences.Count);
        if (report.Differences.Count > 0)
            logger.LogError("The audit found {Count} differences, such as: {Differences}", report.Differences.Count,
                string.Join(" ", report.Differences.Take(Told).Select(difference => $"[{difference.Module}] {difference.What}")));
    }
}
