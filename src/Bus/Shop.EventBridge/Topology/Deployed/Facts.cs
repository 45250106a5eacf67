using System.Globalization;

namespace Shop.EventBridge;

/// <summary>
/// A topology's resources and their properties as texts that can be compared: once from the code, once from what is deployed.
/// </summary>
internal sealed class Facts() : SortedDictionary<string, Facts.Properties>(StringComparer.Ordinal)
{
    /// <summary>A resource's properties by name.</summary>
    internal sealed class Properties() : SortedDictionary<string, string>(StringComparer.Ordinal);

    public static string Rule(string name) => $"rule {name}";

    public static string Queue(string name) => $"queue {name}";

    /// <summary>The facts of the code's topology.</summary>
    public static Facts Of(Topology topology, IArns arns)
    {
        var facts = new Facts
        {
            [$"event bus {topology.Names.EventBus}"] = [],
            [$"archive {topology.Archive.Name}"] = Archive(topology.Archive.Days, topology.Archive.Pattern, "ENABLED"),
        };
        foreach (var module in topology.Modules)
            foreach (var rule in module.Rules)
                facts[Rule(rule.Name)] = Of(rule, module, arns);
        foreach (var queue in topology.Queues)
            facts[Queue(queue.Name)] = QueueAttributes.Facts(QueueAttributes.Of(queue, arns));
        return facts;
    }

    public static Properties Archive(int days, string? pattern, string? state) => new()
    {
        ["retention"] = $"{days} days", ["pattern"] = JsonEquality.Of(pattern), ["state"] = state ?? "",
    };

    public static Properties Rule(string? pattern, string? state, IEnumerable<TargetInput> targets)
    {
        var properties = new Properties { ["pattern"] = JsonEquality.Of(pattern), ["state"] = state ?? "" };
        foreach (var target in targets)
            properties[$"target {target.Id}"] = string.Create(CultureInfo.InvariantCulture,
                $"{target.Arn}, {target.RetryPolicy?.MaximumRetryAttempts} retries within {target.RetryPolicy?.MaximumEventAgeInSeconds} s, "
                    + $"then {target.DeadLetterConfig?.Arn}");
        return properties;
    }

    private static Properties Of(RuleShape rule, ModuleTopology module, IArns arns) => Rule(rule.Pattern, "ENABLED", [TargetInput.Of(rule, module, arns)]);
}
