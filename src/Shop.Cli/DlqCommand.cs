using System.CommandLine;
using Shop.OpsClient;

namespace Shop.Cli;

/// <summary><c>shop dlq list|show|redrive|discard</c>: dead letters.</summary>
internal static class DlqCommand
{
    public static Command Create() => new("dlq", "Lists, redrives and discards dead letters: events that a rule could not handle.")
    {
        List(), Show(), Redrive(), Discard(),
    };

    private static Command List()
    {
        var filter = new DeadLetterOptions();
        var causes = new Option<bool>("--causes") { Description = "Count them by rule and cause." };
        var limit = new Option<int>("--limit") { Description = "At most this many, up to 100.", DefaultValueFactory = _ => 50 };
        var json = new Option<bool>("--json") { Description = "Print the API's JSON." };
        return ShopConnection.Command(
            "list", "Lists dead letters, newest first.", [causes, limit, json, .. filter.All], async (parsed, shop, terminal, ct) =>
        {
            if (parsed.GetValue(causes))
                Print(await shop.ListCauses(filter.Read(parsed), ct), parsed.GetValue(json), terminal,
                    ("count", group => group.Count), ("module", group => group.Module), ("rule", group => group.Rule),
                    ("cause", group => group.Cause));
            else
                Print((await shop.ListDeadLetters(filter.Read(parsed), parsed.GetValue(limit), ct)).Items, parsed.GetValue(json), terminal,
                    ("deadLetteredAt", deadLetter => deadLetter.DeadLetteredAt), ("module", deadLetter => deadLetter.Module),
                    ("rule", deadLetter => deadLetter.Rule),
                    ("eventId", deadLetter => deadLetter.EventId), ("detailType", deadLetter => deadLetter.DetailType),
                    ("subject", deadLetter => deadLetter.Subject),
                    ("attempts", deadLetter => deadLetter.Attempts), ("parked", deadLetter => deadLetter.Parked), ("cause", deadLetter => deadLetter.Cause));
            await terminal.WarnOfOtherProcesses(shop, ct);
            return 0;
        });
    }

    private static void Print<T>(IReadOnlyList<T> found, bool json, Terminal terminal, params (string, Func<T, object?>)[] columns)
    {
        if (json)
            foreach (var item in found)
                terminal.Json(item);
        else if (found.Count == 0)
            terminal.Line("No dead letters match.");
        else
            terminal.Table(found, columns);
    }

    private static Command Show()
    {
        var id = new Argument<Guid>("event-id") { Description = "The event, as dlq list shows it." };
        return ShopConnection.Command(
            "show", "Shows a dead deadLetter with its attempts and its event.", [id], async (parsed, shop, terminal, ct) =>
        {
            foreach (var deadLetter in await shop.ShowDeadLetters(parsed.GetValue(id), ct))
                terminal.Json(deadLetter);
            return 0;
        });
    }

    private static Command Redrive()
    {
        var canary = new Option<int>("--canary") { Description = "Redrive this many first, and the rest only after these were handled." };
        return Bulk("redrive", "Gives dead letters one more attempt each.", [canary], parsed => parsed.GetValue(canary),
            (shop, request, ct) => shop.CountRedrive(request, ct), (shop, request, ct) => shop.Redrive(request, ct));
    }

    private static Command Discard() => Bulk("discard", "Marks dead letters as never to be handled.", [], _ => 0,
        (shop, request, ct) => shop.CountDiscard(request, ct), (shop, request, ct) => shop.Discard(request, ct));

    private static Command Bulk(
        string name, string description, IEnumerable<Symbol> more, Func<ParseResult, int> canary,
        Func<ShopApiClient, DeadLetterRequest, CancellationToken, Task<Matching>> count,
        Func<ShopApiClient, DeadLetterRequest, CancellationToken, Task<StartedOperations>> start)
    {
        var filter = new DeadLetterOptions();
        var all = new Option<bool>("--all") { Description = "All dead letters." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count them." };
        var rate = Rate.Option();
        return ShopConnection.Command(name, description, [all, dryRun, rate, .. more, .. filter.All], async (parsed, shop, terminal, ct) =>
        {
            var request = new DeadLetterRequest(filter.Read(parsed), parsed.GetValue(all), canary(parsed), parsed.GetValue(rate));
            if (!parsed.GetValue(dryRun))
                return await OperationProgress.Follow(await start(shop, request, ct), shop, terminal, ct);
            terminal.Line($"{(await count(shop, request, ct)).Count} dead letters match; nothing was changed.");
            return 0;
        });
    }
}
