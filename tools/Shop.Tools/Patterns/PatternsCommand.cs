using System.CommandLine;
using Shop.EventPatterns;

namespace Shop.Tools;

/// <summary><c>patterns …</c>: matches event patterns with events, one pair or whole files of cases.</summary>
internal static class PatternsCommand
{
    public static Command Create() => new("patterns", "Matches EventBridge event patterns with events, as the bus does.")
    {
        Match(),
        OverCases("test",
            "Checks cases {id, pattern|patternText, event|eventText, valid, match}, one a line. Exit code 1 on any difference.",
            PatternCases.Pattern),
        OverCases("rulesets", "Checks rule sets {id, rules, events, matches}, one a line. Exit code 1 on any difference.",
            PatternCases.RuleSet),
    };

    private static Command Match()
    {
        var pattern = new Option<FileInfo>("--pattern")
        {
            Description = "The file with the pattern.", Required = true,
        }.AcceptExistingOnly();
        var @event = new Option<FileInfo>("--event") { Description = "The file with the event.", Required = true }.AcceptExistingOnly();
        var command = new Command(
            "match", "Explains field by field whether an event matches. Exit code 0 if it does, 1 if not, 2 if either is not valid.")
        {
            pattern, @event,
        };
        command.SetAction(parsed =>
        {
            try
            {
                var parsedPattern = EventPattern.Parse(File.ReadAllBytes(parsed.GetRequiredValue(pattern).FullName));
                var explanation = parsedPattern.Explain(File.ReadAllBytes(parsed.GetRequiredValue(@event).FullName));
                parsed.InvocationConfiguration.Output.Write(explanation);
                return explanation.Matches ? 0 : 1;
            }
            catch (Exception e) when (e is InvalidEventPatternException or InvalidEventException)
            {
                parsed.InvocationConfiguration.Error.WriteLine(e.Message);
                return ShopTools.Failed;
            }
        });
        return command;
    }

    private static Command OverCases(string name, string description, PatternCases.Check check)
    {
        var cases = new Option<FileInfo>("--cases")
        {
            Description = "The file of cases, JSON lines.", Required = true,
        }.AcceptExistingOnly();
        var command = new Command(name, description) { cases };
        command.SetAction(parsed => PatternCases.Run(parsed.GetRequiredValue(cases), check, parsed.InvocationConfiguration.Output));
        return command;
    }
}
