using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Shop.OpsClient;

namespace Shop.Cli;

/// <summary><c>shop replay</c>: sends archived events to rules again.</summary>
internal static class ReplayCommand
{
    private static readonly Option<DateTimeOffset?> From = TimeOption.Create("--from", "Events published at this time or later");
    private static readonly Option<DateTimeOffset?> Until = TimeOption.Create("--until", "Events published before this time, otherwise up to now");
    private static readonly Option<JsonElement?> Pattern = new("--pattern")
    {
        Description = "Events that match an EventBridge pattern: JSON, or @file.", CustomParser = ParsePattern,
    };

    private static readonly Option<string?> Correlation = new("--correlation") { Description = "Events that follow from this request." };
    private static readonly Option<string[]> Rules = new("--rule")
    {
        Description = "To this rule, as module/rule; repeat it for several. Otherwise to all that match.",
    };
    private static readonly Option<bool> Rerun = new("--rerun") { Description = "Let the one rule handle again what it has handled." };
    private static readonly Option<string?> Name = new("--name") { Description = "The events' replay-name." };
    private static readonly Option<int?> MaxRate = Rate.Option();
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only count the events of the time and correlation." };

    public static Command Create() => ShopConnection.Command(
        "replay", "Sends archived events to rules again. A rule skips what it has handled, unless --rerun is given.",
        [From, Until, Pattern, Correlation, Rules, Rerun, Name, MaxRate, DryRun], async (parsed, shop, terminal, ct) =>
        {
            var request = new ReplayRequest
            {
                From = parsed.GetValue(From), Until = parsed.GetValue(Until), Pattern = parsed.GetValue(Pattern),
                CorrelationId = parsed.GetValue(Correlation),
                Rules = parsed.GetValue(Rules), Rerun = parsed.GetValue(Rerun), Name = parsed.GetValue(Name),
                Rate = parsed.GetValue(MaxRate),
            };
            if (!parsed.GetValue(DryRun))
                return await OperationProgress.Follow(await shop.Replay(request, ct), shop, terminal, ct);
            terminal.Line($"{(await shop.CountReplay(request, ct)).Count} archived events would be searched; nothing was changed.");
            return 0;
        });

    private static JsonElement? ParsePattern(ArgumentResult given)
    {
        var pattern = given.Tokens[0].Value;
        try
        {
            return JsonElement.Parse(pattern.StartsWith('@') ? File.ReadAllText(pattern[1..]) : pattern);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            given.AddError($"--pattern cannot be read: {e.Message}");
            return null;
        }
    }
}
