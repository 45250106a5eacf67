using System.CommandLine;

namespace Shop.Host.Commands;

/// <summary><c>shop patterns …</c>: try event patterns against events, one pair or whole files of cases.</summary>
internal static class PatternsCommand
{
    public static Command Create() => new("patterns", "Try EventBridge event patterns against events, as the bus matches them.")
    {
        OverCases("test", "Check cases {id, pattern|patternText, event|eventText, valid, match}, one a line. Exit code 1 on any difference.",
            Patterns.PatternCase.Check),
        OverCases("rulesets", "Check rule sets {id, rules, events, matches}, one a line. Exit code 1 on any difference.",
            Patterns.RuleSetCase.Check),
        Match(),
    };

    private static Command OverCases(string name, string description, Patterns.CaseFile.Check check)
    {
        var cases = new Option<FileInfo>("--cases") { Description = "The file of cases, JSON lines.", Required = true }.AcceptExistingOnly();
        var command = new Command(name, description) { cases };
        command.SetAction(parsed => Patterns.CaseFile.Run(parsed.GetRequiredValue(cases), check, Console.Out));
        return command;
    }

    private static Command Match()
    {
        var pattern = new Option<FileInfo>("--pattern") { Description = "The file with the pattern.", Required = true }.AcceptExistingOnly();
        var @event = new Option<FileInfo>("--event") { Description = "The file with the event.", Required = true }.AcceptExistingOnly();
        var command = new Command("match", "Explain field by field whether one event matches. Exit code 0 if it does, 1 if not, 2 if either is not valid.")
        {
            pattern, @event,
        };
        command.SetAction(parsed => Patterns.ExplainedMatch.Run(parsed.GetRequiredValue(pattern), parsed.GetRequiredValue(@event), Console.Out, Console.Error));
        return command;
    }
}
