using System.CommandLine;
using Shop.OpsClient;

namespace Shop.Cli;

/// <summary><c>shop events list|tail|show|deliveries</c>: published events.</summary>
internal static class EventsCommand
{
    private static readonly Option<string?> Type = new("--type") { Description = "Of this type: \"Order Created\"." };
    private static readonly Option<string?> Subject = new("--subject") { Description = "Of this subject: an order's id." };
    private static readonly Option<string?> Correlation = new("--correlation") { Description = "That follow from this request." };
    private static readonly Option<DateTimeOffset?> Since = TimeOption.Create("--since", "Published at this time or later");
    private static readonly Option<bool> Json = new("--json") { Description = "Print each event as JSON." };

    public static Command Create() => new("events", "Shows published events.") { List(), Tail(), Show(), Deliveries() };

    private static Command List()
    {
        var limit = new Option<int>("--limit") { Description = "At most this many, up to 100.", DefaultValueFactory = _ => 50 };
        return ShopConnection.Command(
            "list", "Lists events, newest first.", [Type, Subject, Correlation, Since, Json, limit], async (parsed, shop, terminal, ct) =>
        {
            foreach (var published in (await shop.ListEvents(Filter(parsed, parsed.GetValue(Since)), parsed.GetValue(limit), ct)).Items)
                Print(published, parsed, terminal);
            await terminal.WarnOfOtherProcesses(shop, ct);
            return 0;
        });
    }

    private static Command Tail() => ShopConnection.Command(
        "tail", "Prints events as they are published, until you stop it.", [Type, Subject, Correlation, Json],
        async (parsed, shop, terminal, ct) =>
        {
            try
            {
                await foreach (var published in shop.TailEvents(Filter(parsed), ct))
                    Print(published, parsed, terminal);
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C is how it ends.
            }
            return 0;
        });

    private static Command Show()
    {
        var id = new Argument<Guid>("event-id") { Description = "The event, as events list shows it." };
        return ShopConnection.Command("show", "Shows an event and what became of it.", [id], async (parsed, shop, terminal, ct) =>
        {
            terminal.Json(await shop.ShowEvent(parsed.GetValue(id), ct));
            return 0;
        });
    }

    private static Command Deliveries()
    {
        var id = new Argument<Guid>("event-id") { Description = "The event, whichever process published it." };
        return ShopConnection.Command(
            "deliveries", "Shows what became of an event at the rules of this process.", [id], async (parsed, shop, terminal, ct) =>
        {
            var deliveries = await shop.ListDeliveries(parsed.GetValue(id), ct);
            if (deliveries.Count == 0)
                terminal.Line("No rule of this process has received it.");
            else
                terminal.Table(deliveries, ("module", one => one.Module), ("rule", one => one.Rule), ("state", one => one.State),
                    ("at", one => one.At), ("failedAttempts", one => one.FailedAttempts));
            await terminal.WarnOfOtherProcesses(shop, ct);
            return 0;
        });
    }

    private static void Print(PublishedEvent one, ParseResult parsed, Terminal terminal) => terminal.Line(parsed.GetValue(Json)
        ? one.Event.GetRawText()
        : $"{one.At:yyyy-MM-dd HH:mm:ss}  {one.Source,-20} {one.DetailType,-28} {one.Subject,-32} {one.EventId}");

    private static EventFilter Filter(ParseResult parsed, DateTimeOffset? since = null) => new()
    {
        DetailType = parsed.GetValue(Type), Subject = parsed.GetValue(Subject), CorrelationId = parsed.GetValue(Correlation), Since = since,
    };
}
