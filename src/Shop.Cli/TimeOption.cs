using System.CommandLine;
using System.CommandLine.Parsing;

namespace Shop.Cli;

/// <summary>An option that is a time, such as <c>--since 2026-11-24T08:00Z</c>. A zone must be named: the terminal's own may not be meant.</summary>
internal static class TimeOption
{
    /// <param name="name">The option.</param>
    /// <param name="description">What it selects; how a time is written is added.</param>
    public static Option<DateTimeOffset?> Create(string name, string description) => new(name)
    {
        Description = $"{description}: 2026-11-24T08:00Z, or 2026-11-24 for midnight UTC.", CustomParser = given => Parse(name, given),
    };

    private static DateTimeOffset? Parse(string name, ArgumentResult given)
    {
        var text = given.Tokens[0].Value;
        if (Rfc3339.TryParseTimeOrDate(text, out var time))
            return time;
        given.AddError($"{name} is {Rfc3339.Form}, or a date in UTC, not \"{text}\".");
        return null;
    }
}
