using System.CommandLine;
using System.CommandLine.Parsing;

namespace Shop.Host.Commands;

/// <summary>
/// Rejects a misspelt option or command before anything is done. Settings share the command line: <c>--Section:Key=value</c>,
/// <c>--Section:Key value</c> and the host's own pass where a command takes settings.
/// </summary>
internal static class UnknownWords
{
    /// <summary>The host's settings that lie in no section (ASP.NET's WebHostDefaults and HostDefaults).</summary>
    private static readonly string[] OfTheHost =
        ["urls", "http_ports", "https_ports", "environment", "contentRoot", "webroot", "applicationName", "shutdownTimeoutSeconds"];

    /// <summary>A sentence about the first unknown word; null when all are known.</summary>
    public static string? Complaint(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (TakenForValue(parsed.CommandResult) is { } option)
            return NoOption(parsed.CommandResult, option);
        var words = parsed.UnmatchedTokens;
        for (var i = 0; i < words.Count; i++)
        {
            if (command.TreatUnmatchedTokensAsErrors || !IsSetting(words[i]))
                return words[i].StartsWith('-') ? NoOption(parsed.CommandResult, words[i]) : NoWord(parsed.CommandResult, words[i]);
            if (words[i].Contains('=', StringComparison.Ordinal))
                continue;
            if (i + 1 == words.Count || words[i + 1].StartsWith("--", StringComparison.Ordinal))
                return $"{words[i]} needs a value: {words[i]}=….";
            i++;        // the value
        }
        return null;
    }

    /// <summary>The parser takes an unknown option for a value, where one may stand.</summary>
    private static string? TakenForValue(CommandResult result) =>
        result.Children.SelectMany(child => child.Tokens).Select(token => token.Value)
            .FirstOrDefault(value => value.StartsWith("--", StringComparison.Ordinal));

    private static bool IsSetting(string word)
    {
        var name = word.Split('=', 2)[0];
        return name.StartsWith("--", StringComparison.Ordinal)
            && (name[2..].IndexOf(':', StringComparison.Ordinal) > 0 || OfTheHost.Contains(name[2..], StringComparer.OrdinalIgnoreCase));
    }

    private static string NoOption(CommandResult result, string word)
    {
        var options = result.Command.Options.Where(option => !option.Hidden && option.Name is not ("--help" or "--version"))
            .Select(option => option.Name).Order(StringComparer.Ordinal).ToList();
        var has = options.Count > 0 ? $"It has {string.Join(", ", options)}." : "It has none but --help.";
        var settings = result.Command.TreatUnmatchedTokensAsErrors ? "" : " Settings have the form --Storage:Path=….";
        return $"{(Name(result) is { Length: > 0 } name ? name : "The shop")} has no option {word.Split('=', 2)[0]}. {has}{settings}";
    }

    private static string NoWord(CommandResult result, string word) => result.Command.Subcommands.Count > 0
        ? $"There is no command \"{$"{Name(result)} {word}".Trim()}\". There are: "
            + $"{string.Join(", ", result.Command.Subcommands.Select(command => command.Name))}."
        : $"{Name(result)} does not take \"{word}\". {Name(result)} --help shows what it takes.";

    /// <summary>The command as it is typed, without the program's name.</summary>
    private static string Name(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Name(parent)} {result.Command.Name}".Trim() : "";
}
