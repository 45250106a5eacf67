namespace Shop.Bench.Patterns;

/// <summary>Rules, events, and how often each rule must match.</summary>
internal sealed record Workload(
    string Name, IReadOnlyList<KeyValuePair<string, string>> Rules, IReadOnlyList<byte[]> Events, IReadOnlyDictionary<string, int> Expected);
