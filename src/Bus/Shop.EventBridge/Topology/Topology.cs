using Shop.Events;

namespace Shop.EventBridge;

/// <summary>
/// What must exist on AWS for the shop's events to flow, computed from what the modules declare. Terraform, <c>infra apply</c>,
/// <c>infra drift</c> and the policies are all made from it.
/// </summary>
/// <param name="Names">What everything is called.</param>
/// <param name="Archive">What EventBridge keeps.</param>
/// <param name="Modules">What each module needs.</param>
public sealed record Topology(TopologyNames Names, ArchiveShape Archive, IReadOnlyList<ModuleTopology> Modules)
{
    /// <summary>Everything that the modules need, hosted wherever they are: a module moves by configuration, and its queue is there already.</summary>
    public static Topology Of(IReadOnlyList<ModuleDeclaration> modules, AwsOptions options)
    {
        var names = new TopologyNames(options);
        return new Topology(
            names,
            new ArchiveShape(names.Archive, new BusOptions().ArchiveRetentionDays, """{"source":[{"prefix":"com.shop."}]}"""),
            [.. modules.OrderBy(module => module.Name, StringComparer.Ordinal).Select(module => ModuleTopology.Of(module, names))]);
    }

    /// <summary>Every queue; a dead-letter queue comes before the queue that it is for.</summary>
    public IEnumerable<QueueShape> Queues => Modules.SelectMany(module => module.Queues);

    /// <summary>Every rule of the bus.</summary>
    public IEnumerable<RuleShape> Rules => Modules.SelectMany(module => module.Rules);
}

/// <summary>What EventBridge keeps of the events.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Days">How long.</param>
/// <param name="Pattern">Which, EventBridge's JSON.</param>
public sealed record ArchiveShape(string Name, int Days, string Pattern);

/// <summary>What a module needs.</summary>
/// <param name="Module">Its name.</param>
/// <param name="Says">The events that it puts on the bus.</param>
/// <param name="Rules">The rules that feed its queue.</param>
/// <param name="Queue">What it hears from.</param>
/// <param name="DeadLetters">What could not be brought to it.</param>
/// <param name="Fallback">What it says, while EventBridge does not take it.</param>
public sealed record ModuleTopology(
    string Module, IReadOnlyList<EventContract> Says, IReadOnlyList<RuleShape> Rules, QueueShape Queue, QueueShape DeadLetters, QueueShape Fallback)
{
    /// <summary>Its queues; the dead-letter queue comes before the queue that it is for.</summary>
    public IReadOnlyList<QueueShape> Queues => [DeadLetters, Queue, Fallback];

    internal static ModuleTopology Of(ModuleDeclaration module, TopologyNames names)
    {
        RuleShape[] rules = [.. module.Rules.OrderBy(rule => rule.Name, StringComparer.Ordinal).Select(RuleShape.Of)];
        var messages = QueueShape.DeadLettersOf(module.Name, names, rules);
        return new ModuleTopology(module.Name, module.Publishes, rules, QueueShape.Of(module.Name, names, rules, messages), messages, QueueShape.FallbackOf(module.Name, names));
    }
}
