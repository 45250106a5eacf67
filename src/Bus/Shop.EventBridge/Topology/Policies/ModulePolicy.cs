using Shop.Events;

namespace Shop.EventBridge;

/// <summary>
/// The least that a process needs which hosts a module: to say the module's own events and no others, and to hear from its own queues and no others.
/// A process that hosts several modules has the policies of all of them.
/// </summary>
public static class ModulePolicy
{
    private static readonly string[] Receive = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl"];

    /// <summary>The policy for one module.</summary>
    public static Policy Of(ModuleTopology module, IArns arns) => new(
    [
        .. module.Says.Count > 0 ? [Publish("SayOwnEvents", module.Says, arns)] : Array.Empty<PolicyStatement>(),
        Publish("SayWhatTheBusSays", BusEvents.Published, arns),
        new PolicyStatement("HearOwnQueues", Receive, [arns.Of(module.Queue), arns.Of(module.DeadLetters)]),
        new PolicyStatement("FallBackWhileTheBusIsAway", ["sqs:SendMessage", .. Receive], [arns.Of(module.Fallback)]),
    ]);

    /// <summary>
    /// <c>events:source</c> is a list to IAM, so its test is one for all values; that holds for an absent list too, which Null shuts out.
    /// (AWS: "Example policy: Send events to a custom bus in a different account".)
    /// </summary>
    private static PolicyStatement Publish(string sid, IReadOnlyList<EventContract> events, IArns arns) => new(sid, ["events:PutEvents"], [arns.Bus])
    {
        Conditions =
        [
            new PolicyCondition("ForAllValues:StringEquals", "events:source", [.. events.Select(published => published.Source).Distinct()]),
            new PolicyCondition("Null", "events:source", ["false"]),
            new PolicyCondition("StringEquals", "events:detail-type", [.. events.Select(published => published.DetailType).Distinct().Order(StringComparer.Ordinal)]),
        ],
    };
}
