using System.CommandLine;

namespace Shop.Host.Commands.Operations;

/// <summary><c>shop dlq list|show|redrive|discard</c>: what was given up, and what is to become of it.</summary>
internal static class DlqCommand
{
    public static Command Create() => new("dlq", "Look at dead letters: events that a rule has given up; put them back or discard them.")
    {
        List(), Show(), Deed("redrive", "Give dead letters one more try each."), Deed("discard", "Mark dead letters as never to be handled."),
    };

    private static Command List()
    {
        var filter = new DeadLetterOptions();
        var causes = new Option<bool>("--causes") { Description = "Count them by rule and cause." };
        var limit = new Option<int>("--limit") { Description = "How many at the most, up to 100.", DefaultValueFactory = _ => 50 };
        var json = new Option<bool>("--json") { Description = "As the API has them." };
        var command = new Command("list", "List dead letters, newest first.") { causes, limit, json };
        filter.AddTo(command);
        return OpsClient.Talking(command, async (parsed, shop, ct) =>
        {
            var found = parsed.GetValue(causes)
                ? (await shop.Get("/ops/dead-letters/causes?" + filter.Query(parsed), ct)).EnumerateArray().ToList()
                : [.. (await shop.Get($"/ops/dead-letters?limit={parsed.GetValue(limit)}&{filter.Query(parsed)}", ct)).GetProperty("items").EnumerateArray()];
            if (parsed.GetValue(json))
                found.ForEach(Output.Whole);
            else if (found.Count == 0)
                Console.WriteLine("There are no such dead letters.");
            else
                Output.Table(found, parsed.GetValue(causes)
                    ? ["count", "module", "rule", "cause"]
                    : ["deadLetteredAt", "module", "rule", "eventId", "detailType", "subject", "attempts", "parked", "cause"]);
            await shop.TellWhoWasNotAsked(ct);
            return 0;
        });
    }

    private static Command Show()
    {
        var id = new Argument<Guid>("event-id") { Description = "The event, as dlq list tells it." };
        return OpsClient.Talking(new Command("show", "Show a dead letter with its tries and its event.") { id }, async (parsed, shop, ct) =>
        {
            foreach (var message in (await shop.Get($"/ops/dead-letters/{parsed.GetValue(id)}", ct)).EnumerateArray())
                Output.Whole(message);
            return 0;
        });
    }

    private static Command Deed(string deed, string description)
    {
        var filter = new DeadLetterOptions();
        var all = new Option<bool>("--all") { Description = "All of them." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count them." };
        var canary = new Option<int>("--canary") { Description = "So many first, and the rest only when these were heard." };
        var rate = new Option<int?>("--rate") { Description = "A second at the most: 20 or 20/s.", CustomParser = Rate };
        var command = new Command(deed, description) { all, dryRun, rate };
        if (deed == "redrive") command.Options.Add(canary);
        filter.AddTo(command);
        return OpsClient.Talking(command, async (parsed, shop, ct) =>
        {
            var body = new
            {
                filter = filter.Body(parsed), all = parsed.GetValue(all), dryRun = parsed.GetValue(dryRun),
                canary = deed == "redrive" ? parsed.GetValue(canary) : 0, rate = parsed.GetValue(rate),
            };
            var answer = await shop.Post($"/ops/dead-letters/{deed}", body, ct);
            if (!parsed.GetValue(dryRun))
                return await FollowOperation.Begun(answer, shop, ct);
            Console.WriteLine($"{answer.Field("count")} dead letters match; nothing was changed.");
            return 0;
        });
    }

    public static int? Rate(System.CommandLine.Parsing.ArgumentResult given)
    {
        var text = given.Tokens[0].Value;
        if (int.TryParse(text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text, System.Globalization.CultureInfo.InvariantCulture, out var rate) && rate > 0)
            return rate;
        given.AddError($"--rate is so many a second, such as 20 or 20/s, not \"{text}\".");
        return null;
    }
}
