namespace Shop.EventBridge;

/// <summary>By what one thing of the topology refers to another: an ARN, or an expression that Terraform makes one of.</summary>
public interface IArns
{
    /// <summary>The event bus.</summary>
    string Bus { get; }

    /// <summary>A rule on it.</summary>
    string Of(RuleShape rule);

    /// <summary>A queue.</summary>
    string Of(QueueShape queue);
}

/// <summary>ARNs as AWS makes them.</summary>
/// <param name="topology">Whose things.</param>
/// <param name="region">The region: <c>us-east-1</c>.</param>
/// <param name="account">The account: 12 digits.</param>
/// <param name="partition">AWS's part of the world: <c>aws</c>, <c>aws-cn</c>.</param>
public sealed class Arns(Topology topology, string region, string account, string partition = "aws") : IArns
{
    /// <summary>In the region and account where a bus was found.</summary>
    /// <param name="topology">Whose things.</param>
    /// <param name="busArn"><c>arn:aws:events:us-east-1:123456789012:event-bus/shop</c>.</param>
    public static Arns Beside(Topology topology, string busArn)
    {
        ArgumentNullException.ThrowIfNull(busArn);
        return busArn.Split(':') is ["arn", var partition, _, var region, var account, ..]
            ? new Arns(topology, region, account, partition)
            : throw new FormatException($"EventBridge answered with the bus \"{busArn}\", which is no ARN.");
    }

    /// <inheritdoc/>
    public string Bus => $"arn:{partition}:events:{region}:{account}:event-bus/{topology.Names.EventBus}";

    /// <inheritdoc/>
    public string Of(RuleShape rule) => $"arn:{partition}:events:{region}:{account}:rule/{topology.Names.EventBus}/{rule.Name}";

    /// <inheritdoc/>
    public string Of(QueueShape queue) => $"arn:{partition}:sqs:{region}:{account}:{queue.Name}";
}
