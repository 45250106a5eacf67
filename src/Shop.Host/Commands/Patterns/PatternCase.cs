using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shop.Events;

namespace Shop.Host.Commands.Patterns;

/// <summary>One pattern and one event, with the answer that is expected where it is known.</summary>
internal static class PatternCase
{
    public static (JsonObject Answer, bool AsExpected) Check(JsonElement @case)
    {
        var (valid, match, error) = Answer(Raw(@case, "pattern"), Raw(@case, "event"));
        var answer = new JsonObject
        {
            ["id"] = @case.TryGetProperty("id", out var id) ? JsonNode.Parse(id.GetRawText()) : null,
            ["valid"] = valid,
            ["match"] = match,
            ["error"] = error,
        };
        return (answer, IsExpected(@case, "valid", valid) && IsExpected(@case, "match", match));
    }

    private static (bool Valid, bool Match, string? Error) Answer(string pattern, string @event)
    {
        try
        {
            var parsed = EventPattern.Parse(pattern);
            try
            {
                return (true, parsed.Matches(Encoding.UTF8.GetBytes(@event)), null);
            }
            catch (InvalidEventException error)
            {
                return (true, false, error.Message);
            }
        }
        catch (InvalidEventPatternException error)
        {
            return (false, false, error.Message);
        }
    }

    // The text form is taken as it stands: broken JSON, duplicate keys and odd spellings of numbers are what it is there for.
    private static string Raw(JsonElement @case, string name) => @case.TryGetProperty(name + "Text", out var text)
        ? text.GetString()!
        : @case.GetProperty(name).GetRawText();

    private static bool IsExpected(JsonElement @case, string name, bool answer) =>
        !@case.TryGetProperty(name, out var expected) || expected.GetBoolean() == answer;
}
