using Shop.Events;

namespace Shop.EventBridge;

/// <summary>
/// The AWS resources that the shop's events need, computed from the modules' declarations. Terraform, <c>infra apply</c>, <c>infra
/// drift</c> and the policies all derive from it.
/// </summary>
/// <param name="Names">The resource names.</param>
/// <param name="Archive">EventBridge's archive.</param>
/// <param name="Modules">The resources of each module.</param>
public sealed record Topology(TopologyNames Names, ArchiveShape Archive, IReadOnlyList<ModuleTopology> Modules)
{
    /// <summary>
    /// The topology of all modules, local and remote: a module moves by configuration alone, and its queue already exists.
    /// </summary>
    public static Topology Of(IReadOnlyList<ModuleDeclaration> modules, AwsOptions options)
    {
        var names = new TopologyNames(options);
        return new Topology(
            names,
            new ArchiveShape(names.Archive, new BusOptions().ArchiveRetentionDays, """{"source":[{"prefix":"com.shop."}]}"""),
            [.. modules.OrderBy(module => module.Name, StringComparer.Ordinal).Select(module => ModuleTopology.Of(module, names))]);
    }

    /// <summary>Every queue; a dead-letter queue comes before its queue.</summary>
    public IEnumerable<QueueShape> Queues => Modules.SelectMany(module => module.Queues);

    /// <summary>Every rule of the bus.</summary>
    public IEnumerable<RuleShape> Rules => Modules.SelectMany(module => module.Rules);
}

/// <summary>EventBridge's archive of the bus.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Days">Its retention.</param>
/// <param name="Pattern">Which events it stores, EventBridge's JSON.</param>
public sealed record ArchiveShape(string Name, int Days, string Pattern);

/// <summary>The resources of a module.</summary>
/// <param name="Module">Its name.</param>
/// <param name="Publishes">The events that it puts on the bus.</param>
/// <param name="Rules">The rules that feed its queue.</param>
/// <param name="Queue">The queue that it receives from.</param>
/// <param name="DeadLetters">Events that could not be delivered to it.</param>
/// <param name="Fallback">Events of the module that EventBridge does not accept at present.</param>
public sealed record ModuleTopology(
    string Module, IReadOnlyList<EventContract> Publishes, IReadOnlyList<RuleShape> Rules, QueueShape Queue, QueueShape DeadLetters, QueueShape Fallback)
{
    /// <summary>Its queues; the dead-letter queue comes before its queue.</summary>
    public IReadOnlyList<QueueShape> Queues => [DeadLetters, Queue, Fallback];

    internal static ModuleTopology Of(ModuleDeclaration module, TopologyNames names)
    {
        RuleShape[] rules = [.. module.Rules.OrderBy(rule => rule.Name, StringComparer.Ordinal).Select(RuleShape.Of)];
        var messages = QueueShape.DeadLettersOf(module.Name, names, rules);
        return new ModuleTopology(
            module.Name, module.Publishes, rules, QueueShape.Of(module.Name, names, rules, messages), messages, QueueShape.FallbackOf(module.Name, names));
    }
}
