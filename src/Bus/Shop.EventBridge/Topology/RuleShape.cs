
namespace Shop.EventBridge;

/// <summary>A rule on the bus, with its one target: its module's queue.</summary>
/// <param name="Module">Whose queue.</param>
/// <param name="Name">Its name on the bus.</param>
/// <param name="Description">For people: what it hears, for which handler.</param>
/// <param name="Pattern">The very pattern of the code, EventBridge's JSON.</param>
/// <param name="Retry">How long EventBridge tries to put an event into the queue; then it goes to the dead-letter queue.</param>
public sealed record RuleShape(string Module, string Name, string Description, string Pattern, RetryPolicy Retry)
{
    /// <summary>The target's id within the rule.</summary>
    public string TargetId => Module;

    internal static RuleShape Of(Rule rule) =>
        new(rule.Module, TopologyNames.RuleOf(rule), $"{rule.Contract.DetailType}: {rule.Module} does {rule.Handler.Name}.", rule.Pattern.ToString(), rule.Retry);
}
