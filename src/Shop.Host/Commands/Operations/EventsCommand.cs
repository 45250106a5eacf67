using System.CommandLine;
using System.Text.Json;

namespace Shop.Host.Commands.Operations;

/// <summary><c>shop events list|tail|show|heard</c>: what was said.</summary>
internal static class EventsCommand
{
    private static readonly Option<string?> Type = new("--type") { Description = "What was said: \"Order Created\"." };
    private static readonly Option<string?> Subject = new("--subject") { Description = "Whom it is about: an order's id." };
    private static readonly Option<string?> Correlation = new("--correlation") { Description = "The request that it follows from." };
    private static readonly Option<DateTimeOffset?> Since = new("--since") { Description = "Said then or later: 2026-11-24T08:00Z." };
    private static readonly Option<bool> Whole = new("--json") { Description = "Each event whole." };

    public static Command Create() => new("events", "Look at what was said.") { List(), Tail(), Show(), Deliveries() };

    private static Command List()
    {
        var limit = new Option<int>("--limit") { Description = "How many at the most, up to 100.", DefaultValueFactory = _ => 50 };
        var command = new Command("list", "List events, newest first.") { Type, Subject, Correlation, Since, Whole, limit };
        return OpsClient.Talking(command, async (parsed, shop, ct) =>
        {
            var found = await shop.Get($"/ops/events?limit={parsed.GetValue(limit)}&{Query(parsed)}", ct);
            foreach (var published in found.GetProperty("items").EnumerateArray())
                Write(published, parsed.GetValue(Whole));
            await shop.TellWhoWasNotAsked(ct);
            return 0;
        });
    }

    private static Command Tail() => OpsClient.Talking(
        new Command("tail", "Show events as they are said, until you stop it.") { Type, Subject, Correlation, Whole },
        async (parsed, shop, ct) =>
        {
            try
            {
                await foreach (var published in shop.Stream("/ops/events/stream?" + Query(parsed), "event", ct))
                    Write(published, parsed.GetValue(Whole));
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C is how it ends.
            }
            return 0;
        });

    private static Command Show()
    {
        var id = new Argument<Guid>("event-id") { Description = "The event, as events list tells it." };
        return OpsClient.Talking(new Command("show", "Show an event and who heard it.") { id }, async (parsed, shop, ct) =>
        {
            Output.Whole(await shop.Get($"/ops/events/{parsed.GetValue(id)}", ct));
            return 0;
        });
    }

    private static Command Deliveries()
    {
        var id = new Argument<Guid>("event-id") { Description = "The event, whichever process has said it." };
        return OpsClient.Talking(new Command("heard", "Show what became of an event at the rules of the shop that is asked.") { id }, async (parsed, shop, ct) =>
        {
            var received = (await shop.Get($"/ops/events/{parsed.GetValue(id)}/deliveries", ct)).EnumerateArray().ToList();
            if (received.Count == 0)
                Console.WriteLine("No rule there has heard of it.");
            else
                Output.Table(received, ["module", "rule", "outcome", "at", "failedAttempts"]);
            await shop.TellWhoWasNotAsked(ct);
            return 0;
        });
    }

    private static void Write(JsonElement published, bool whole) => Console.WriteLine(whole
        ? published.GetProperty("event").GetRawText()
        : $"{published.Field("at"),-28} {published.Field("source"),-20} {published.Field("detailType"),-28} {published.Field("subject"),-32} {published.Field("eventId")}");

    private static string Query(ParseResult parsed)
    {
        var fields = new List<string>();
        foreach (var (option, name) in ((Option<string?>, string)[])[(Type, "detailType"), (Subject, "subject"), (Correlation, "correlationId")])
            if (parsed.GetResult(option) is not null && parsed.GetValue(option) is { } text)
                fields.Add($"{name}={Uri.EscapeDataString(text)}");
        if (parsed.GetResult(Since) is not null && parsed.GetValue(Since) is { } since)
            fields.Add("since=" + Uri.EscapeDataString(since.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
        return string.Join('&', fields);
    }
}
