using System.Text.Json;

namespace Shop.EventPatterns.Tests;

/// <summary>
/// EventBridge's matching as one would explain it, one rule at a time and without optimisation: every way through the $or, every
/// choice of a value for every field.
/// </summary>
internal static class NaiveMatcher
{
    public static bool Matches(string pattern, string @event)
    {
        var leaves = new List<Leaf>();
        Flatten(Parse(@event), "", [], leaves);
        return Alternatives(Parse(pattern)).Any(fields => Holds([.. fields.OrderBy(field => field.Key, StringComparer.Ordinal)], 0, [], leaves));
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    /// <summary>A value of the event, its dotted path, and which element of which array it lies in.</summary>
    private sealed record Leaf(string Path, JsonElement Value, Dictionary<string, int> Elements);

    private static void Flatten(JsonElement value, string path, Dictionary<string, int> elements, List<Leaf> leaves, string place = "")
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            var member = 0;
            foreach (var property in value.EnumerateObject())
                Flatten(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", elements, leaves, $"{place}.{member++}");
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var element in value.EnumerateArray())
            {
                var isScalar = element.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);
                var inside = isScalar ? elements : new Dictionary<string, int>(elements) { [place] = index };
                Flatten(element, path, inside, leaves, $"{place}[{index++}]");
            }
        }
        else
            leaves.Add(new Leaf(path, value, elements));
    }

    private static List<Dictionary<string, JsonElement>> Alternatives(JsonElement pattern)
    {
        List<Dictionary<string, JsonElement>> alternatives = [[]];
        Read(pattern, "", alternatives);
        return alternatives;
    }

    private static void Read(JsonElement fields, string prefix, List<Dictionary<string, JsonElement>> alternatives)
    {
        foreach (var field in fields.EnumerateObject())
        {
            if (field.Name == "$or")
            {
                var before = alternatives.ToList();
                alternatives.Clear();
                foreach (var branch in field.Value.EnumerateArray())
                {
                    var copies = before.Select(one => new Dictionary<string, JsonElement>(one)).ToList();
                    Read(branch, prefix, copies);
                    alternatives.AddRange(copies);
                }
            }
            else if (field.Value.ValueKind == JsonValueKind.Object)
                Read(field.Value, $"{prefix}{field.Name}.", alternatives);
            else
                alternatives.ForEach(one => one[prefix + field.Name] = field.Value);
        }
    }

    private static bool Holds(KeyValuePair<string, JsonElement>[] fields, int next, Dictionary<string, int> chosen, List<Leaf> leaves)
    {
        if (next == fields.Length)
            return true;
        var (path, wanted) = fields[next];
        var possible = leaves.Where(leaf => leaf.Path == path && Consistent(leaf.Elements, chosen)).ToList();
        if (wanted.EnumerateArray().Any(IsAbsence) && possible.Count == 0 && Holds(fields, next + 1, chosen, leaves))
            return true;
        return possible.Where(leaf => wanted.EnumerateArray().Any(test => NaiveTest.Passes(leaf.Value, test)))
            .Any(leaf => Holds(fields, next + 1, Union(chosen, leaf.Elements), leaves));
    }

    private static bool IsAbsence(JsonElement test) =>
        test.ValueKind == JsonValueKind.Object && test.TryGetProperty("exists", out var exists) && !exists.GetBoolean();

    private static bool Consistent(Dictionary<string, int> one, Dictionary<string, int> other) =>
        one.All(element => !other.TryGetValue(element.Key, out var index) || index == element.Value);

    private static Dictionary<string, int> Union(Dictionary<string, int> one, Dictionary<string, int> other) =>
        one.Concat(other).DistinctBy(element => element.Key).ToDictionary();
}
