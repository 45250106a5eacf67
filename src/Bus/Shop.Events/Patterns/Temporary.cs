#pragma warning disable
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
namespace Shop.Events;
public sealed class EventPattern
{
    private readonly string _json; private readonly JsonObject _p;
    private EventPattern(string j) { _json = j; _p = (JsonObject)JsonNode.Parse(j)!; }
    public static EventPattern Parse(string json) => new(json);
    public bool Matches(ReadOnlySpan<byte> e) => M(_p, JsonNode.Parse(e));
    static bool M(JsonNode p, JsonNode? e) => p is JsonObject o ? e is JsonObject eo && o.All(x => M(x.Value!, eo[x.Key]))
        : p is JsonArray a && e is not null && a.Any(x => x is JsonObject n ? n["numeric"] is JsonArray r && r[0]!.ToString() == ">=" && (double)e >= (double)r[1]! : JsonNode.DeepEquals(x, e));
    public override string ToString() => _json;
}
public sealed class RuleSet
{
    private readonly List<KeyValuePair<string, EventPattern>> _r;
    private RuleSet(List<KeyValuePair<string, EventPattern>> r) => _r = r;
    public static RuleSet Create(IEnumerable<KeyValuePair<string, EventPattern>> rules) => new(rules.ToList());
    public void Match(ReadOnlySpan<byte> e, List<string> matched) { foreach (var r in _r) if (r.Value.Matches(e)) matched.Add(r.Key); }
}
public sealed record Matcher(string Json) { public override string ToString() => Json; }
public static class Is { public static Matcher AtLeast(double d) => new($"[{{\"numeric\":[\">=\",{d}]}}]"); }
