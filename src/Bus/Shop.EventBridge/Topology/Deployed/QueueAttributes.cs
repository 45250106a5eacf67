using System.Globalization;
using System.Text.Json.Nodes;
using Shop.Events;

namespace Shop.EventBridge;

/// <summary>A queue in the words of SQS's own attributes.</summary>
internal static class QueueAttributes
{
    private const string Policy = "Policy", Redrive = "RedrivePolicy", RedriveAllow = "RedriveAllowPolicy";

    /// <summary>Those that the topology sets; what is not among them is left as it is.</summary>
    public static readonly string[] Names =
        ["VisibilityTimeout", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "SqsManagedSseEnabled", Policy, Redrive, RedriveAllow];

    public static Dictionary<string, string> Of(Topology topology, QueueShape queue, IArns arns)
    {
        var attributes = new Dictionary<string, string>
        {
            ["VisibilityTimeout"] = Seconds(QueueShape.Visibility),
            ["MessageRetentionPeriod"] = Seconds(queue.Retention),
            ["ReceiveMessageWaitTimeSeconds"] = Seconds(QueueShape.ReceiveWait),
            ["SqsManagedSseEnabled"] = "true",
            [Policy] = Text(QueuePolicy.Of(queue, arns).ToJson()),
        };
        if (queue.DeadLetters is { } letters)
            attributes[Redrive] = Text(new JsonObject { ["deadLetterTargetArn"] = arns.Of(letters), ["maxReceiveCount"] = QueueShape.MaxReceives });
        if (topology.Queues.FirstOrDefault(source => source.DeadLetters == queue) is { } source)
            attributes[RedriveAllow] = Text(new JsonObject { ["redrivePermission"] = "byQueue", ["sourceQueueArns"] = new JsonArray(arns.Of(source)) });
        return attributes;
    }

    public static Facts.Properties Facts(IReadOnlyDictionary<string, string> attributes)
    {
        var properties = new Facts.Properties();
        foreach (var name in Names.Where(attributes.ContainsKey))
            properties[name] = name switch
            {
                Policy => SameJson.OfPolicy(attributes[name]),
                Redrive or RedriveAllow => SameJson.Of(attributes[name]),
                _ => attributes[name],
            };
        return properties;
    }

    private static string Seconds(TimeSpan time) => ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static string Text(JsonObject json) => json.ToJsonString(EventJson.Options);
}
