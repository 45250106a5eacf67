
namespace Shop.EventBridge;

/// <summary>The ARNs of the topology's rules and queues, in the configured region and account.</summary>
internal sealed class ArnResourceNames(AwsOptions aws, BusOptions bus) : IResourceNames
{
    private readonly TopologyNames _names = new(aws);
    private readonly Arns _arns = new(new TopologyNames(aws), aws.Region is { Length: > 0 } region ? region : bus.Region, bus.Account);

    public string OfRule(string module, string rule) => _arns.OfRule(TopologyNames.RuleOf(module, rule));

    public string OfTarget(string module) => _arns.OfQueue(_names.QueueOf(module));
}
