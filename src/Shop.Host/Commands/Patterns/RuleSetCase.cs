using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Events;

namespace Shop.Host.Commands.Patterns;

/// <summary>Many named rules and some events, with the names that are expected for each event where they are known.</summary>
internal static class RuleSetCase
{
    public static (JsonObject Answer, bool AsExpected) Check(JsonElement @case)
    {
        var answer = new JsonObject { ["id"] = @case.TryGetProperty("id", out var id) ? JsonNode.Parse(id.GetRawText()) : null };
        var known = @case.TryGetProperty("matches", out var expected);
        try
        {
            var rules = RuleSet.Create(@case.GetProperty("rules").EnumerateObject().Select(Named));
            var matches = @case.GetProperty("events").EnumerateArray().Select(@event => Match(rules, @event)).ToList();
            answer.Add("valid", true);
            answer.Add("matches", JsonSerializer.SerializeToNode(matches));
            answer.Add("error", null);
            return (answer, !known || AreSame(expected, matches));
        }
        catch (FormatException error)
        {
            answer.Add("valid", false);
            answer.Add("matches", null);
            answer.Add("error", error.Message);
            return (answer, !known);
        }
    }

    private static KeyValuePair<string, EventPattern> Named(JsonProperty rule)
    {
        try
        {
            return new(rule.Name, EventPattern.Parse(Raw(rule.Value)));
        }
        catch (InvalidEventPatternException error)
        {
            throw new FormatException($"Rule {rule.Name}: {error.Message}", error);
        }
    }

    private static List<string> Match(RuleSet rules, JsonElement @event)
    {
        var names = new List<string>();
        rules.Match(Encoding.UTF8.GetBytes(Raw(@event)), names);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static string Raw(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();

    private static bool AreSame(JsonElement expected, List<List<string>> matches) =>
        expected.EnumerateArray().Select(names => names.EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal))
            .SequenceEqual(matches, SameNames);

    private static readonly EqualityComparer<IEnumerable<string>> SameNames =
        EqualityComparer<IEnumerable<string>>.Create((x, y) => x!.SequenceEqual(y!), names => names.Count());
}
