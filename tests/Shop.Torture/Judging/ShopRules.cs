using Shop.Events;
using Shop.Host.Hosting;

namespace Shop.Torture;

/// <summary>The rules that must handle an event, computed from the modules' declarations, independently of any process.</summary>
internal sealed class ShopRules
{
    private readonly Dictionary<string, Rule> _rules;
    private readonly RuleSet _patterns;

    private ShopRules()
    {
        _rules = ShopModules.Declared().SelectMany(module => module.Rules).ToDictionary(rule => $"{rule.Module}/{rule.Name}");
        _patterns = RuleSet.Create(_rules.Select(rule => KeyValuePair.Create(rule.Key, rule.Value.Pattern)));
    }

    public static ShopRules All { get; } = new();

    public IEnumerable<Rule> Matching(byte[] envelope)
    {
        var matched = new List<string>();
        _patterns.Match(envelope, matched);
        return matched.Select(name => _rules[name]);
    }
}
