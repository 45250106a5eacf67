using System.CommandLine;

namespace Shop.Host.Commands.Operations;

/// <summary><c>shop audit</c>: what should be and is not; or, with --trail, who did what.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var trail = new Option<bool>("--trail") { Description = "Show what operators did instead." };
        return OpsClient.Talking(new Command("audit", "Recompute which events and effects must be there, and tell what is not.") { trail }, async (parsed, shop, ct) =>
            parsed.GetValue(trail) ? await Trail(shop, ct) : await Audit(shop, ct));
    }

    private static async Task<int> Audit(OpsClient shop, CancellationToken ct)
    {
        var report = await shop.Get("/ops/audit", ct);
        var differences = report.GetProperty("differences").EnumerateArray().ToList();
        foreach (var difference in differences)
            Console.WriteLine($"{difference.Field("module")}: {difference.Field("what")}");
        Shown.Table(report.GetProperty("figures").EnumerateArray(), "module", "name", "said", "shown");
        Console.WriteLine($"{report.GetProperty("from").GetDateTime():u} to {report.GetProperty("until").GetDateTime():u}: {report.Field("events")} events looked at, {differences.Count} differences.");
        return differences.Count == 0 ? 0 : Started.CannotStart;
    }

    private static async Task<int> Trail(OpsClient shop, CancellationToken ct)
    {
        var entries = (await shop.Get("/ops/trail?limit=50", ct)).GetProperty("items").EnumerateArray();
        Shown.Table(entries, "at", "actor", "action", "module", "rule", "eventId", "before", "after");
        return 0;
    }
}
