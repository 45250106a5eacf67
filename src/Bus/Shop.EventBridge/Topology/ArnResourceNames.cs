
namespace Shop.EventBridge;

/// <summary>The ARNs of rules and queues as the topology names them, in the region and account that the shop is configured with.</summary>
internal sealed class ArnResourceNames(AwsOptions aws, BusOptions bus) : IResourceNames
{
    private readonly TopologyNames _names = new(aws);
    private readonly Arns _arns = new(new TopologyNames(aws), aws.Region is { Length: > 0 } region ? region : bus.Region, bus.Account);

    public string OfRule(string module, string rule) => _arns.OfRule(TopologyNames.RuleOf(module, rule));

    public string OfTarget(string module) => _arns.OfQueue(_names.QueueOf(module));
}
