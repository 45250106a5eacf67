using System.CommandLine;

namespace Shop.Cli;

/// <summary><c>shop reconcile</c>: what must exist and does not.</summary>
internal static class ReconcileCommand
{
    public static Command Create() => ShopConnection.Command(
        "reconcile", "Recomputes which events and effects must exist, and lists what is missing. Exit code 1 if anything is.", [],
        async (_, shop, terminal, ct) =>
        {
            var report = await shop.Reconcile(ct);
            foreach (var discrepancy in report.Discrepancies)
                terminal.Line($"{discrepancy.Module}: {discrepancy.What}");
            terminal.Table(report.Figures, ("module", figure => figure.Module), ("name", figure => figure.Name),
                ("expected", figure => figure.Expected), ("actual", figure => figure.Actual));
            var count = report.Discrepancies.Count;
            terminal.Line($"{report.From:u} to {report.Until:u}: {report.Events} events checked, {count} discrepancies.");
            return count == 0 ? 0 : 1;
        });
}
