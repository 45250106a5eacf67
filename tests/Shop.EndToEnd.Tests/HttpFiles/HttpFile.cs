using System.Text.RegularExpressions;

namespace Shop.EndToEnd.Tests;

/// <summary>
/// An .http file as the common REST clients read it: requests between lines of <c>###</c>, <c>@name = value</c>, <c># @name request</c>.
/// Above a request a comment may say what it answers: <c># Answers 202: $.status = pending, $.total.amount = 5998</c>.
/// </summary>
internal sealed partial record HttpFile(IReadOnlyDictionary<string, string> Variables, IReadOnlyList<HttpFileRequest> Requests)
{
    public static HttpFile Read(string path)
    {
        var parts = Separator().Split(File.ReadAllText(path).ReplaceLineEndings("\n"));
        var variables = parts.SelectMany(part => Variable().Matches(part)).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value.Trim());
        return new HttpFile(variables, [.. parts.Select(HttpFileRequest.Read).OfType<HttpFileRequest>()]);
    }

    [GeneratedRegex("^###.*\n?", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^@(?<name>\w+)\s*=\s*(?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Variable();
}

/// <summary>A request, with its variables still in it.</summary>
/// <param name="Name">The name by which later requests use its response; null for none.</param>
/// <param name="Method">The method.</param>
/// <param name="Url">The address.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The body; empty for none.</param>
/// <param name="Status">The expected status.</param>
/// <param name="Holds">Expected values of the response, by path.</param>
internal sealed partial record HttpFileRequest(
    string? Name, string Method, string Url, IReadOnlyList<(string Name, string Value)> Headers, string Body, int Status,
    IReadOnlyList<(string Path, string Value)> Holds)
{
    public static HttpFileRequest? Read(string part)
    {
        var lines = part.Split('\n').SkipWhile(line => line.Trim() is "" or ['#', ..] or ['@', ..]).ToList();
        if (lines.Count == 0)
            return null;
        var expected = Expectation().Match(part);
        if (!expected.Success)
            throw new FormatException($"\"{lines[0]}\" does not say what it answers. Put above it: # Answers 200");
        var head = lines.TakeWhile(line => line.Trim().Length > 0).ToList();
        return new HttpFileRequest(
            NameLine().Match(part) is { Success: true } name ? name.Groups[1].Value : null,
            head[0].Split(' ', 2)[0], head[0].Split(' ', 2)[1].Trim(),
            [.. head.Skip(1).Select(line => (line.Split(':', 2)[0].Trim(), line.Split(':', 2)[1].Trim()))],
            string.Join('\n', lines.Skip(head.Count)).Trim(),
            int.Parse(expected.Groups["status"].Value, System.Globalization.CultureInfo.InvariantCulture),
            [.. Held().Matches(expected.Groups["held"].Value).Select(held => (held.Groups["path"].Value, held.Groups["value"].Value.Trim()))]);
    }

    [GeneratedRegex(@"^# @name (\w+)\s*$", RegexOptions.Multiline)]
    private static partial Regex NameLine();

    [GeneratedRegex(@"^# Answers (?<status>\d{3})(: (?<held>.*))?$", RegexOptions.Multiline)]
    private static partial Regex Expectation();

    [GeneratedRegex(@"(?<path>\$\S+) = (?<value>.*?)(, (?=\$\.)|$)")]
    private static partial Regex Held();
}
