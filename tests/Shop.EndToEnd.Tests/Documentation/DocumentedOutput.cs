using System.Text.RegularExpressions;

namespace Shop.EndToEnd.Tests.Documentation;

/// <summary>
/// Compares output with what a page shows: line by line the same, but any id equals any id, any time any time, any number any number; a line
/// <c>…</c> stands for any lines, and <c>…</c> within a line for anything.
/// </summary>
internal static partial class DocumentedOutput
{
    public static bool Matches(string documented, string output)
    {
        var pattern = string.Concat(Lines(documented).Select(line =>
            line.Trim() == "…" ? @"(?:.*\n)*?" : Regex.Escape(line).Replace("…", ".*", StringComparison.Ordinal) + @"\n"));
        return Regex.IsMatch(string.Concat(Lines(output).Select(line => line + "\n")), $@"\A{pattern}\z");
    }

    private static IEnumerable<string> Lines(string text) => text.Trim('\n').Split('\n').Select(line =>
        Number().Replace(Time().Replace(Id().Replace(line.TrimEnd(), "ID"), "TIME"), "N"));

    /// <summary>A UUID, or the 26 characters of an id of the shop, with what stands before them.</summary>
    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-HJKMNP-TV-Z]{26,}")]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?Z?")]
    private static partial Regex Time();

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Number();
}
