using System.CommandLine;

namespace Shop.Cli;

/// <summary><c>shop audit-log</c>: what operators did.</summary>
internal static class AuditLogCommand
{
    public static Command Create()
    {
        var operation = new Option<Guid?>("--operation") { Description = "Only entries of this operation." };
        return ShopConnection.Command(
            "audit-log", "Lists what operators did, newest first.", [operation], async (parsed, shop, terminal, ct) =>
        {
            terminal.Table((await shop.ListAuditLog(50, ct, parsed.GetValue(operation))).Items,
                ("at", entry => entry.At), ("actor", entry => entry.Actor), ("action", entry => entry.Action),
                ("module", entry => entry.Module),
                ("rule", entry => entry.Rule), ("eventId", entry => entry.EventId), ("before", entry => entry.Before),
                ("after", entry => entry.After));
            return 0;
        });
    }
}
