using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Shop.Bench.Patterns;

/// <summary>Reads the rules, events and expected counts from their folder.</summary>
internal sealed class BenchData(string directory)
{
    private const string LotsRules = "bench-rules.json", Lots = "citylots2-sample.jsonl.gz",
        ShopRules = "shop-rules.jsonl.gz", ShopEvents = "shop-events.jsonl.gz", ShopExpected = "shop-expected.json";

    public static readonly string[] Files = [LotsRules, Lots, ShopRules, ShopEvents, ShopExpected];

    private readonly Lazy<List<byte[]>> _shopEvents = new(() => Lines(directory, ShopEvents));
    private readonly Lazy<List<byte[]>> _shopRules = new(() => Lines(directory, ShopRules));

    public static bool IsIn(string directory) => Files.All(file => File.Exists(Path.Combine(directory, file)));

    public IEnumerable<Workload> Families()
    {
        using var json = Json(LotsRules);
        var families = json.RootElement.GetProperty("families");
        var combos = json.RootElement.GetProperty("combos");
        var events = Lines(directory, Lots);
        var counts = json.RootElement.GetProperty("expected").EnumerateArray()
            .Single(sample => sample.GetProperty("lines").GetInt32() == events.Count).GetProperty("counts");
        var names = families.EnumerateObject().Select(family => (family.Name, Parts: new[] { family.Name }))
            .Concat(combos.EnumerateObject().Select(combo => (combo.Name, Parts: combo.Value.EnumerateArray().Select(part => part.GetString()!).ToArray())));
        foreach (var (name, parts) in names.ToList())
        {
            var rules = parts.SelectMany(part => families.GetProperty(part).GetProperty("rules").EnumerateArray())
                .Select((rule, i) => KeyValuePair.Create($"{name}-{i:00}", rule.GetRawText())).ToList();
            var expected = counts.GetProperty(name).EnumerateArray().Select((count, i) => (rules[i].Key, count.GetInt32()));
            yield return new Workload(name, rules, events, expected.ToDictionary());
        }
    }

    public Workload Shop(int ruleCount)
    {
        var rules = _shopRules.Value.Take(ruleCount).Select(Rule).ToList();
        using var json = Json(ShopExpected);
        var expected = rules.ToDictionary(rule => rule.Key, _ => 0);
        foreach (var count in json.RootElement.GetProperty($"{ruleCount}").GetProperty("perRule").EnumerateObject())
            expected[count.Name] = count.Value.GetInt32();
        return new Workload($"shop-{ruleCount}", rules, _shopEvents.Value, expected);
    }

    private static KeyValuePair<string, string> Rule(byte[] line)
    {
        using var json = JsonDocument.Parse(line);
        return new(json.RootElement.GetProperty("name").GetString()!, json.RootElement.GetProperty("pattern").GetRawText());
    }

    private JsonDocument Json(string file) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(directory, file)));

    private static List<byte[]> Lines(string directory, string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(directory, file)), CompressionMode.Decompress));
        var lines = new List<byte[]>();
        while (reader.ReadLine() is { } line)
            lines.Add(Encoding.UTF8.GetBytes(line));
        return lines;
    }
}
