using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Shop.Cli;

/// <summary><c>--rate 20/s</c>.</summary>
internal static class Rate
{
    public static Option<int?> Option() => new("--rate") { Description = "At most this many a second: 20 or 20/s.", CustomParser = Parse };

    private static int? Parse(ArgumentResult given)
    {
        var text = given.Tokens[0].Value;
        var number = text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text;
        if (int.TryParse(number, CultureInfo.InvariantCulture, out var rate) && rate > 0)
            return rate;
        given.AddError($"--rate is a number a second, such as 20 or 20/s, not \"{text}\".");
        return null;
    }
}
