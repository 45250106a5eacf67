using System.CommandLine;
using Shop.OpsClient;

namespace Shop.Cli;

/// <summary><c>shop operations list|show|cancel|resume</c>: long-running operations.</summary>
internal static class OperationsCommand
{
    public static Command Create() =>
        new("operations", "Lists, cancels and resumes replays, redrives and discards.") { List(), Show(), Cancel(), Resume() };

    private static Command List() => ShopConnection.Command("list", "Lists operations, newest first.", [], async (_, shop, terminal, ct) =>
    {
        terminal.Table((await shop.ListOperations(50, ct)).Items,
            ("startedAt", one => one.StartedAt), ("id", one => one.Id), ("module", one => one.Module), ("kind", one => one.Kind),
            ("state", one => one.State),
            ("actor", one => one.Actor), ("done", one => one.Done), ("total", one => one.Total), ("failed", one => one.Failed),
            ("reason", one => one.Reason));
        return 0;
    });

    private static Command Show() => OfOne("show", "Shows an operation.", async (id, shop, terminal, ct) =>
    {
        terminal.Json(await shop.ShowOperation(id, ct));
        return 0;
    });

    private static Command Cancel() => OfOne("cancel", "Cancels an operation; what is done stays done.", async (id, shop, terminal, ct) =>
    {
        terminal.Line(OperationProgress.Describe(await shop.CancelOperation(id, ct)));
        return 0;
    });

    private static Command Resume() =>
        OfOne("resume", "Resumes a cancelled or stopped operation where it ended.", async (id, shop, terminal, ct) =>
        await OperationProgress.Follow(new StartedOperations([await shop.ResumeOperation(id, ct)]), shop, terminal, ct));

    private static Command OfOne(string name, string description, Func<Guid, ShopApiClient, Terminal, CancellationToken, Task<int>> run)
    {
        var id = new Argument<Guid>("operation-id") { Description = "The operation, as operations list shows it." };
        return ShopConnection.Command(
            name, description, [id], (parsed, shop, terminal, ct) => run(parsed.GetValue(id), shop, terminal, ct));
    }
}
