using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.EventPatterns;

namespace Shop.Tools;

/// <summary>Checks files of cases, one JSON object a line, against the matcher.</summary>
internal static class PatternCases
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // An event may be nested 1,000 deep, inside its case.
    private static readonly JsonDocumentOptions AsDeepAsEvents = new() { MaxDepth = 1010 };

    /// <summary>Adds the matcher's answer to one case; returns whether it is what the case expects.</summary>
    public delegate bool Check(JsonElement @case, JsonObject answer);

    /// <summary>Prints one JSON line for each case and one for all.</summary>
    /// <returns>The exit code: 0, or 1 when an answer is not the expected one.</returns>
    public static int Run(FileInfo cases, Check check, TextWriter output)
    {
        int count = 0, differences = 0;
        foreach (var line in File.ReadLines(cases.FullName).Where(line => line.Length > 0))
        {
            using var document = JsonDocument.Parse(line, AsDeepAsEvents);
            var @case = document.RootElement;
            var answer = new JsonObject { ["id"] = @case.TryGetProperty("id", out var id) ? JsonNode.Parse(id.GetRawText()) : null };
            count++;
            if (!check(@case, answer))
            {
                answer["difference"] = true;
                differences++;
            }
            output.WriteLine(answer.ToJsonString(Readable));
        }
        output.WriteLine(new JsonObject { ["cases"] = count, ["differences"] = differences }.ToJsonString());
        return differences == 0 ? 0 : 1;
    }

    /// <summary>One pattern and one event.</summary>
    public static bool Pattern(JsonElement @case, JsonObject answer)
    {
        bool valid = false, match = false;
        string? error = null;
        try
        {
            var pattern = EventPattern.Parse(Raw(@case, "pattern"));
            valid = true;
            match = pattern.Matches(Encoding.UTF8.GetBytes(Raw(@case, "event")));
        }
        catch (Exception e) when (e is InvalidEventPatternException or InvalidEventException)
        {
            error = e.Message;
        }
        (answer["valid"], answer["match"], answer["error"]) = (valid, match, error);
        return IsExpected(@case, "valid", valid) && IsExpected(@case, "match", match);
    }

    /// <summary>Many named rules and some events.</summary>
    public static bool RuleSet(JsonElement @case, JsonObject answer)
    {
        var isKnown = @case.TryGetProperty("matches", out var expected);
        List<string[]>? matches = null;
        string? error = null;
        try
        {
            var rules = EventPatterns.RuleSet.Create(@case.GetProperty("rules").EnumerateObject().Select(Named));
            matches = [.. @case.GetProperty("events").EnumerateArray().Select(@event => Match(rules, @event))];
        }
        catch (FormatException e)
        {
            error = e.Message;
        }
        (answer["valid"], answer["matches"], answer["error"]) = (matches is not null, JsonSerializer.SerializeToNode(matches), error);
        return !isKnown || (matches is not null && expected.EnumerateArray().Select(Sorted).SequenceEqual(matches, SameNames));
    }

    // The text form is taken as it stands: broken JSON, duplicate keys and odd spellings of numbers are what it is there for.
    private static string Raw(JsonElement @case, string name) =>
        @case.TryGetProperty(name + "Text", out var text) ? text.GetString()! : @case.GetProperty(name).GetRawText();

    private static string Raw(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();

    private static bool IsExpected(JsonElement @case, string name, bool answer) =>
        !@case.TryGetProperty(name, out var expected) || expected.GetBoolean() == answer;

    private static KeyValuePair<string, EventPattern> Named(JsonProperty rule)
    {
        try
        {
            return new(rule.Name, EventPattern.Parse(Raw(rule.Value)));
        }
        catch (InvalidEventPatternException e)
        {
            throw new FormatException($"Rule {rule.Name}: {e.Message}", e);
        }
    }

    private static string[] Match(RuleSet rules, JsonElement @event)
    {
        var names = new List<string>();
        rules.Match(Encoding.UTF8.GetBytes(Raw(@event)), names);
        return [.. names.Order(StringComparer.Ordinal)];
    }

    private static string[] Sorted(JsonElement names) =>
        [.. names.EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal)];

    private static readonly EqualityComparer<string[]> SameNames =
        EqualityComparer<string[]>.Create((x, y) => x!.SequenceEqual(y!), names => names.Length);
}
