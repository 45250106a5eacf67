
namespace Shop.EventBridge;

/// <summary>A rule on the bus, with its one target: its module's queue.</summary>
/// <param name="Module">The module of the queue.</param>
/// <param name="Name">Its name on the bus.</param>
/// <param name="Description">For people: which event, for which handler.</param>
/// <param name="Pattern">The code's pattern, EventBridge's JSON.</param>
/// <param name="Retry">How long EventBridge retries delivery to the queue; after that it uses the dead-letter queue.</param>
public sealed record RuleShape(string Module, string Name, string Description, string Pattern, RetryPolicy Retry)
{
    /// <summary>The target's id within the rule.</summary>
    public string TargetId => Module;

    internal static RuleShape Of(Rule rule) =>
        new(rule.Module, TopologyNames.RuleOf(rule), $"{rule.Contract.DetailType}: {rule.Module} runs {rule.Handler.Name}.",
            rule.Pattern.ToString(), rule.Retry);
}
