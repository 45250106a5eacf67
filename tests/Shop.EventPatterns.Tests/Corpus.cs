using System.Text;
using System.Text.Json;

namespace Shop.EventPatterns.Tests;

/// <summary>The cases in the folder Corpus: patterns and events with the answer of AWS's own matcher.</summary>
internal static class Corpus
{
    private static readonly JsonDocumentOptions AsDeepAsEvents = new() { MaxDepth = 1010 };

    public static IEnumerable<JsonElement> Read(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Corpus", file)).Select(line => JsonDocument.Parse(line, AsDeepAsEvents).RootElement);

    /// <summary>The text form is taken as it stands, for it may be broken on purpose.</summary>
    public static string Text(JsonElement @case, string name) =>
        @case.TryGetProperty(name + "Text", out var text) ? text.GetString()! : @case.GetProperty(name).GetRawText();

    /// <summary>Whether the pattern is valid, and whether it matches; a broken event matches nothing.</summary>
    public static (bool Valid, bool Match) Answer(string pattern, string @event)
    {
        try
        {
            return (true, EventPattern.Parse(pattern).Matches(Encoding.UTF8.GetBytes(@event)));
        }
        catch (InvalidEventPatternException)
        {
            return (false, false);
        }
        catch (InvalidEventException)
        {
            return (true, false);
        }
    }

    public static (bool Valid, bool Match) AwsAnswer(JsonElement @case) =>
        (@case.GetProperty("valid").GetBoolean(), @case.GetProperty("match").GetBoolean());
}
