using System.Net;
using System.Text.Json;

namespace Shop.EventPatterns.Tests;

/// <summary>Whether one value passes one element of a field's array, for the texts and numbers of the property tests.</summary>
internal static class NaiveTest
{
    public static bool Passes(JsonElement value, JsonElement test)
    {
        if (test.ValueKind != JsonValueKind.Object)
            return Equal(value, test);
        var (name, operand) = test.EnumerateObject().Select(one => (one.Name, one.Value)).Single();
        return name switch
        {
            "exists" => operand.GetBoolean(),
            "anything-but" => !Excluded(operand).Any(test => Passes(value, test)),
            "numeric" => value.ValueKind == JsonValueKind.Number && InRange(value.GetDouble(), operand),
            "cidr" => value.ValueKind == JsonValueKind.String && IPAddress.TryParse(value.GetString(), out var address)
                && IPNetwork.Parse(operand.GetString()!).Contains(address),
            _ => value.ValueKind == JsonValueKind.String && TextPasses(value.GetString()!, name, operand),
        };
    }

    private static bool Equal(JsonElement value, JsonElement wanted) => wanted.ValueKind switch
    {
        JsonValueKind.String => value.ValueKind == JsonValueKind.String && value.GetString() == wanted.GetString(),
        JsonValueKind.Number => value.ValueKind == JsonValueKind.Number && value.GetDouble() == wanted.GetDouble(),
        _ => value.ValueKind == wanted.ValueKind,
    };

    private static bool TextPasses(string text, string name, JsonElement operand)
    {
        if (operand.ValueKind == JsonValueKind.Object)
            return TextPasses(text.ToLowerInvariant(), name, Lower(operand.GetProperty("equals-ignore-case")));
        var wanted = operand.GetString()!;
        return name switch
        {
            "prefix" => text.StartsWith(wanted, StringComparison.Ordinal),
            "suffix" => text.EndsWith(wanted, StringComparison.Ordinal),
            "equals-ignore-case" => text.Equals(wanted, StringComparison.OrdinalIgnoreCase),
            "wildcard" => WildcardPasses(text, wanted),
            _ => throw new ArgumentException($"{name} is not among the operators that the properties are tried with."),
        };
    }

    private static bool WildcardPasses(string text, string wanted)
    {
        if (wanted.Length == 0)
            return text.Length == 0;
        if (wanted[0] == '*')
            return Enumerable.Range(0, text.Length + 1).Any(skipped => WildcardPasses(text[skipped..], wanted[1..]));
        var literal = wanted[0] == '\\' ? wanted[1..] : wanted;
        return text.Length > 0 && text[0] == literal[0] && WildcardPasses(text[1..], literal[1..]);
    }

    private static bool InRange(double number, JsonElement range)
    {
        var parts = range.EnumerateArray().ToList();
        return parts.Chunk(2).All(bound => bound[0].GetString() switch
        {
            "=" => number == bound[1].GetDouble(),
            "<" => number < bound[1].GetDouble(),
            "<=" => number <= bound[1].GetDouble(),
            ">" => number > bound[1].GetDouble(),
            _ => number >= bound[1].GetDouble(),
        });
    }

    /// <summary>The values that anything-but excludes, each as its own test.</summary>
    private static IEnumerable<JsonElement> Excluded(JsonElement operand)
    {
        if (operand.ValueKind != JsonValueKind.Object)
            return operand.ValueKind == JsonValueKind.Array ? operand.EnumerateArray() : [operand];
        var (name, values) = operand.EnumerateObject().Select(one => (one.Name, one.Value)).Single();
        var each = values.ValueKind == JsonValueKind.Array ? values.EnumerateArray().ToList() : [values];
        return each.Select(value => JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { [name] = value }));
    }

    private static JsonElement Lower(JsonElement text) => JsonSerializer.SerializeToElement(text.GetString()!.ToLowerInvariant());
}
