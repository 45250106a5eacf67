namespace Shop.EventBridge;

/// <summary>How one resource refers to another: by ARN, or by an expression that Terraform resolves to one.</summary>
public interface IArns
{
    /// <summary>The event bus.</summary>
    string Bus { get; }

    /// <summary>The topic that alarms notify.</summary>
    string Topic { get; }

    /// <summary>A rule on the bus.</summary>
    string Of(RuleShape rule);

    /// <summary>A queue.</summary>
    string Of(QueueShape queue);
}

/// <summary>ARNs as AWS forms them.</summary>
/// <param name="names">The resource names.</param>
/// <param name="region">The region: <c>us-east-1</c>.</param>
/// <param name="account">The account: 12 digits.</param>
/// <param name="partition">AWS's partition: <c>aws</c>, <c>aws-cn</c>.</param>
public sealed class Arns(TopologyNames names, string region, string account, string partition = "aws") : IArns
{
    /// <summary>The region.</summary>
    public string Region => region;

    /// <summary>ARNs in the region and account of an existing bus.</summary>
    /// <param name="names">The resource names.</param>
    /// <param name="busArn"><c>arn:aws:events:us-east-1:123456789012:event-bus/shop</c>.</param>
    public static Arns Beside(TopologyNames names, string busArn)
    {
        ArgumentNullException.ThrowIfNull(busArn);
        return busArn.Split(':') is ["arn", var partition, _, var region, var account, ..]
            ? new Arns(names, region, account, partition)
            : throw new FormatException($"EventBridge returned the bus \"{busArn}\", which is not an ARN.");
    }

    /// <inheritdoc/>
    public string Bus => $"arn:{partition}:events:{region}:{account}:event-bus/{names.EventBus}";

    /// <inheritdoc/>
    public string Topic => $"arn:{partition}:sns:{region}:{account}:{names.AlarmTopic}";

    /// <inheritdoc/>
    public string Of(RuleShape rule) => OfRule(rule.Name);

    /// <inheritdoc/>
    public string Of(QueueShape queue) => OfQueue(queue.Name);

    /// <summary>A rule on the bus, by its name there.</summary>
    public string OfRule(string name) => $"arn:{partition}:events:{region}:{account}:rule/{names.EventBus}/{name}";

    /// <summary>A queue, by its name.</summary>
    public string OfQueue(string name) => $"arn:{partition}:sqs:{region}:{account}:{name}";
}
