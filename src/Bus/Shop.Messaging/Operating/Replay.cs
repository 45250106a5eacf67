using System.Text;
using Shop.Events;
using Shop.Messaging.Consuming;
using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Operating;

/// <summary>Which archived events are delivered again, and to which rules.</summary>
public sealed record ReplayRequest
{
    /// <summary>The earliest event, UTC; null for as far back as retention allows.</summary>
    public DateTime? From { get; init; }

    /// <summary>Events before this, UTC; null for all up to now.</summary>
    public DateTime? Until { get; init; }

    /// <summary>An EventBridge pattern that they match; null for all.</summary>
    public string? Pattern { get; init; }

    /// <summary>The request that they follow from; null for any.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The rules that receive them, as <c>module/rule</c>; null or none for all that match.</summary>
    public IReadOnlyList<string>? Rules { get; init; }

    /// <summary>Whether the rule also handles again what it has handled. Then exactly one rule is given.</summary>
    public bool Rerun { get; init; }

    /// <summary>The events' <c>replay-name</c>: up to 64 letters, digits, dots, dashes and underscores. Null for a generated one.</summary>
    public string? Name { get; init; }

    internal Where Conditions(string? after = null) => new Where("envelope is not null")
        .And("event_id >= @from", "@from", From is { } from ? EventIds.FirstAt(from) : null)
        .And("event_id < @until", "@until", Until is { } until ? EventIds.FirstAt(until) : null)
        .And("correlation_id = @correlation_id", "@correlation_id", CorrelationId)
        .And("event_id > @after", "@after", string.IsNullOrEmpty(after) ? null : Guid.Parse(after));
}

/// <summary>
/// Delivers a publisher's archived events again, without transport and outbox: so they are not archived a second time. The inbox drops what a rule has
/// handled, unless it is a rerun.
/// </summary>
internal sealed class Replay
{
    private readonly HostedModules _modules;
    private readonly ReplayRequest _request;
    private readonly EventPattern? _pattern;
    private readonly Dictionary<string, Rule> _rules;
    private readonly RuleSet _patterns;

    public Replay(HostedModules modules, ReplayRequest request)
    {
        _modules = modules;
        _request = request;
        _pattern = request.Pattern is { } pattern ? EventPattern.Parse(pattern) : null;
        _rules = modules.SelectMany(module => module.Declaration.Rules).ToDictionary(rule => $"{rule.Module}/{rule.Name}");
        var chosen = request.Rules is { Count: > 0 } names ? names : _rules.Keys.ToList();
        _patterns = RuleSet.Create(chosen.Select(name => KeyValuePair.Create(name, _rules[name].Pattern)));
    }

    /// <summary>Returns when all modules have stored the events.</summary>
    /// <returns>How many of the events could not be read.</returns>
    public async Task<long> Deliver(IEnumerable<string> envelopes, CancellationToken ct)
    {
        var failed = 0L;
        var messages = new List<InboxMessage>();
        foreach (var envelope in envelopes)
        {
            try
            {
                messages.AddRange(MessagesFor(Encoding.UTF8.GetBytes(envelope)));
            }
            catch (InvalidEventException)
            {
                failed++;       // it could never be delivered; the operation says how many there were
            }
        }
        await Task.WhenAll(messages.GroupBy(message => message.Rule.Module).Select(module => _modules[module.Key].Processor.Process([.. module], ct)));
        return failed;
    }

    private List<InboxMessage> MessagesFor(byte[] json)
    {
        var matched = new List<string>();
        if (_pattern is null || _pattern.Matches(json))
            _patterns.Match(json, matched);
        if (matched.Count == 0)
            return [];
        var envelope = Envelope.Parse(WithName(json));
        return [.. matched.Select(name => new InboxMessage(envelope, RuleOf(_rules[name])))];
    }

    private Rule RuleOf(Rule rule) => _request.Rerun ? _modules[rule.Module].Rules.Find(rule.Name + Rule.RerunSeparator + _request.Name)! : rule;

    /// <summary>The envelope with <c>replay-name</c>, as EventBridge adds it to replayed events; a name needs no escaping.</summary>
    private byte[] WithName(byte[] json) => [.. "{\"replay-name\":\""u8, .. Encoding.UTF8.GetBytes(_request.Name!), .. "\","u8, .. json.AsSpan(1)];
}
