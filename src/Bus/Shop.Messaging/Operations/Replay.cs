using System.Text;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>Which archived events are heard again, and by whom.</summary>
public sealed record ReplayRequest
{
    /// <summary>Of the events' own time, UTC; null for as far back as it may be.</summary>
    public DateTime? From { get; init; }

    /// <summary>Before then, UTC; null for all up to now.</summary>
    public DateTime? Until { get; init; }

    /// <summary>An EventBridge pattern that they match; null for all.</summary>
    public string? Pattern { get; init; }

    /// <summary>The request that they follow from; null for any.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The rules that hear them, as <c>module/rule</c>; null or none for all that match.</summary>
    public IReadOnlyList<string>? Rules { get; init; }

    /// <summary>Whether the rule runs again over what it has heard. Then exactly one rule is given.</summary>
    public bool Rerun { get; init; }

    /// <summary>What the events carry as <c>replay-name</c>: up to 64 letters, digits, dots, dashes and underscores. Null for one made up.</summary>
    public string? Name { get; init; }

    internal Where Conditions(string? after = null) => new Where("envelope is not null")
        .And("event_id >= @from", "@from", From is { } from ? EventId.FirstAt(from) : null)
        .And("event_id < @until", "@until", Until is { } until ? EventId.FirstAt(until) : null)
        .And("correlation_id = @correlation_id", "@correlation_id", CorrelationId)
        .And("event_id > @after", "@after", string.IsNullOrEmpty(after) ? null : Guid.Parse(after));
}

/// <summary>
/// Lets modules hear a publisher's archived events again, past the carrier and the outbox: so they are not archived a second time. What a
/// rule has heard stays heard, unless it is to run again.
/// </summary>
internal sealed class Replay
{
    private readonly Modules _modules;
    private readonly ReplayRequest _request;
    private readonly EventPattern? _pattern;
    private readonly RuleSet _patterns;

    public Replay(Modules modules, ReplayRequest request)
    {
        _modules = modules;
        _request = request;
        _pattern = request.Pattern is { } pattern ? EventPattern.Parse(pattern) : null;
        var rules = modules.SelectMany(module => module.Declared.Rules).ToDictionary(rule => $"{rule.Module}/{rule.Name}");
        var chosen = request.Rules is { Count: > 0 } names ? names : rules.Keys.ToList();
        _patterns = RuleSet.Create(chosen.Select(name => KeyValuePair.Create(name, rules[name].Pattern)));
    }

    /// <summary>Returns when all modules have the events durably.</summary>
    /// <returns>How many of the events could not be read.</returns>
    public async Task<long> Deliver(IReadOnlyList<ArchivedEvent> events, CancellationToken ct)
    {
        var failed = 0L;
        var carried = new Dictionary<string, List<(ReadOnlyMemory<byte>, IReadOnlyList<string>)>>();
        foreach (var archived in events)
        {
            try
            {
                Address(Encoding.UTF8.GetBytes(archived.Envelope), carried);
            }
            catch (InvalidEventException)
            {
                failed++;       // it could never be carried; the operation says how many there were
            }
        }
        await Task.WhenAll(carried.Select(module => _modules[module.Key].Hear(module.Value, ct)));
        return failed;
    }

    private void Address(byte[] json, Dictionary<string, List<(ReadOnlyMemory<byte>, IReadOnlyList<string>)>> carried)
    {
        if (_pattern is not null && !_pattern.Matches(json))
            return;
        var matched = new List<string>();
        _patterns.Match(json, matched);
        foreach (var handling in matched.Select(name => name.Split('/', 2)).GroupBy(name => name[0], name => Named(name[1])))
        {
            if (!carried.TryGetValue(handling.Key, out var messages))
                carried.Add(handling.Key, messages = []);
            messages.Add((WithName(json), [.. handling]));
        }
    }

    private string Named(string rule) => _request.Rerun ? rule + Rule.RerunSeparator + _request.Name : rule;

    /// <summary>The envelope with <c>replay-name</c>, as EventBridge gives it to replayed events; a name needs no escaping.</summary>
    private byte[] WithName(byte[] json) => [.. "{\"replay-name\":\""u8, .. Encoding.UTF8.GetBytes(_request.Name!), .. "\","u8, .. json.AsSpan(1)];
}
