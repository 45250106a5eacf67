using System.CommandLine;

namespace Shop.Host.Commands.Operations;

/// <summary><c>shop audit</c>: what should be and is not; or, with --trail, who did what.</summary>
internal static class ReconcileCommand
{
    public static Command Create()
    {
        var auditLog = new Option<bool>("--trail") { Description = "Show what operators did instead." };
        return OpsClient.Talking(new Command("audit", "Recompute which events and effects must be there, and tell what is not.") { auditLog }, async (parsed, shop, ct) =>
            parsed.GetValue(auditLog) ? await AuditLog(shop, ct) : await Reconcile(shop, ct));
    }

    private static async Task<int> Reconcile(OpsClient shop, CancellationToken ct)
    {
        var report = await shop.Get("/ops/reconciliation", ct);
        var differences = report.GetProperty("discrepancies").EnumerateArray().ToList();
        foreach (var difference in differences)
            Console.WriteLine($"{difference.Field("module")}: {difference.Field("what")}");
        Output.Table(report.GetProperty("figures").EnumerateArray(), "module", "name", "expected", "actual");
        Console.WriteLine($"{report.GetProperty("from").GetDateTime():u} to {report.GetProperty("until").GetDateTime():u}: {report.Field("events")} events looked at, {differences.Count} differences.");
        return differences.Count == 0 ? 0 : Started.CannotStart;
    }

    private static async Task<int> AuditLog(OpsClient shop, CancellationToken ct)
    {
        var entries = (await shop.Get("/ops/audit-log?limit=50", ct)).GetProperty("items").EnumerateArray();
        Output.Table(entries, "at", "actor", "action", "module", "rule", "eventId", "before", "after");
        return 0;
    }
}
