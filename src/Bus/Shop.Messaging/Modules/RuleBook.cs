using System.Collections.Concurrent;
using Shop.Events;

namespace Shop.Messaging.Modules;

/// <summary>A hosted module's rules by name: those it declares, their reruns, and the built-in ones.</summary>
internal sealed class RuleBook(string module, IReadOnlyList<Rule> declared)
{
    private readonly Dictionary<string, Rule> _rules = declared.ToDictionary(rule => rule.Name);
    private readonly ConcurrentDictionary<string, Rule> _reruns = [];

    /// <summary>The rule of that name, also as a replay reruns it; null when the code has it no more.</summary>
    public Rule? Find(string name)
    {
        var (rule, replay) = name.IndexOf(Rule.RerunSeparator, StringComparison.Ordinal) is > 0 and var at ? (name[..at], name[(at + 1)..]) : (name, null);
        return !_rules.TryGetValue(rule, out var known) ? null : replay is null ? known : _reruns.GetOrAdd(name, _ => known.RerunIn(replay));
    }

    /// <summary>
    /// The rule for a stored message; when the code has it no more or the event is damaged, one that fails, so that it becomes a dead
    /// letter.
    /// </summary>
    public Rule Of(string name, Envelope envelope) => name switch
    {
        BuiltInRules.ReceiveName => BuiltInRules.Receive(module, envelope),
        BuiltInRules.SendName => BuiltInRules.Send(module, envelope),
        _ when UnreadableEvent.Unwrap(envelope) is not null => BuiltInRules.Unreadable(name, module, envelope),
        _ => Find(name) ?? BuiltInRules.Missing(name, module, envelope),
    };
}
