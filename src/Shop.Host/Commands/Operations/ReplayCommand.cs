using System.CommandLine;

namespace Shop.Host.Commands.Operations;

/// <summary><c>shop replay</c>: lets rules hear archived events again.</summary>
internal static class ReplayCommand
{
    private static readonly Option<DateTimeOffset?> From = new("--from") { Description = "Events of then or later: 2026-11-24T08:00Z." };
    private static readonly Option<DateTimeOffset?> Until = new("--until") { Description = "Events before then; up to now when left out." };
    private static readonly Option<string?> Pattern = new("--pattern") { Description = "An EventBridge pattern, or @file." };
    private static readonly Option<string?> Correlation = new("--correlation") { Description = "Events of one request." };
    private static readonly Option<string[]> Rules = new("--rule") { Description = "Who hears: module/rule. May be given more than once; all rules that match when left out." };
    private static readonly Option<bool> Rerun = new("--rerun") { Description = "Run the one rule again over what it has heard." };
    private static readonly Option<string?> Name = new("--name") { Description = "What the events carry as replay-name." };
    private static readonly Option<int?> Rate = new("--rate") { Description = "A second at the most: 500 or 500/s.", CustomParser = DlqCommand.Rate };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only count the events of the time and correlation." };

    public static Command Create()
    {
        var command = new Command("replay", "Let rules hear archived events again. What they have heard stays heard, unless it is to run --rerun.")
        {
            From, Until, Pattern, Correlation, Rules, Rerun, Name, Rate, DryRun,
        };
        return OpsClient.Talking(command, async (parsed, shop, ct) =>
        {
            var body = new
            {
                from = parsed.GetValue(From)?.UtcDateTime, until = parsed.GetValue(Until)?.UtcDateTime, pattern = await PatternOf(parsed, ct),
                correlationId = parsed.GetValue(Correlation), rules = parsed.GetValue(Rules), again = parsed.GetValue(Rerun), name = parsed.GetValue(Name),
                rate = parsed.GetValue(Rate), dryRun = parsed.GetValue(DryRun),
            };
            var answer = await shop.Post("/ops/replays", body, ct);
            if (!parsed.GetValue(DryRun))
                return await FollowOperation.Begun(answer, shop, ct);
            Console.WriteLine($"{answer.Field("count")} archived events would be looked through; nothing was changed.");
            return 0;
        });
    }

    private static async Task<System.Text.Json.JsonElement?> PatternOf(ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(Pattern) is not { } pattern)
            return null;
        var text = pattern.StartsWith('@') ? await File.ReadAllTextAsync(pattern[1..], ct) : pattern;
        try
        {
            return Host.Operations.Json.Of(text);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new ShopApiException($"--pattern is no JSON: {e.Message}", "malformed_json");
        }
    }
}
