using Shop.Events;

namespace Shop.EventBridge;

/// <summary>
/// The least privilege of a process that hosts a module: it publishes only the module's events and receives only from the module's queues.
/// A process that hosts several modules needs the policies of all of them.
/// </summary>
public static class ModulePolicy
{
    private static readonly string[] Receive = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl"];

    /// <summary>The policy for one module.</summary>
    public static Policy Of(ModuleTopology module, IArns arns) => new(
    [
        .. module.Publishes.Count > 0 ? [Publish("PublishOwnEvents", module.Publishes, arns)] : Array.Empty<PolicyStatement>(),
        Publish("PublishBusEvents", BusEvents.Published, arns),
        new PolicyStatement("ReceiveFromOwnQueues", Receive, [arns.Of(module.Queue), arns.Of(module.DeadLetters)]),
        new PolicyStatement("UseFallbackQueue", ["sqs:SendMessage", .. Receive], [arns.Of(module.Fallback)]),
    ]);

    /// <summary>
    /// IAM treats <c>events:source</c> as a list, hence ForAllValues. That is also true of a missing list, which Null excludes.
    /// (AWS: "Example policy: Send events to a custom bus in a different account".)
    /// </summary>
    private static PolicyStatement Publish(string sid, IReadOnlyList<EventContract> events, IArns arns) => new(sid, ["events:PutEvents"], [arns.Bus])
    {
        Conditions =
        [
            new PolicyCondition("ForAllValues:StringEquals", "events:source", [.. events.Select(published => published.Source).Distinct()]),
            new PolicyCondition("Null", "events:source", ["false"]),
            new PolicyCondition("StringEquals", "events:detail-type",
                [.. events.Select(published => published.DetailType).Distinct().Order(StringComparer.Ordinal)]),
        ],
    };
}
