using System.Globalization;
using System.Text.Json.Nodes;
using Shop.Events;

namespace Shop.EventBridge;

/// <summary>A queue as SQS attributes.</summary>
internal static class QueueAttributes
{
    private const string Policy = "Policy", Redrive = "RedrivePolicy";

    /// <summary>The attributes that are set and compared here. Only Terraform sets RedriveAllowPolicy: emulators do not store it.</summary>
    private static readonly string[] Names =
        ["VisibilityTimeout", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "SqsManagedSseEnabled", Policy, Redrive];

    public static Dictionary<string, string> Of(QueueShape queue, IArns arns)
    {
        var attributes = new Dictionary<string, string>
        {
            ["VisibilityTimeout"] = Seconds(QueueShape.Visibility),
            ["MessageRetentionPeriod"] = Seconds(queue.Retention),
            ["ReceiveMessageWaitTimeSeconds"] = Seconds(QueueShape.ReceiveWait),
            ["SqsManagedSseEnabled"] = "true",
            [Policy] = Text(QueuePolicy.Of(queue, arns).ToJson()),
        };
        if (queue.DeadLetters is { } messages)
            attributes[Redrive] = Text(new JsonObject { ["deadLetterTargetArn"] = arns.Of(messages), ["maxReceiveCount"] = QueueShape.MaxReceives });
        return attributes;
    }

    public static Facts.Properties Facts(IReadOnlyDictionary<string, string> attributes)
    {
        var properties = new Facts.Properties();
        foreach (var name in Names.Where(attributes.ContainsKey))
            properties[name] = name switch
            {
                Policy => JsonEquality.OfPolicy(attributes[name]),
                Redrive => JsonEquality.Of(attributes[name]),
                _ => attributes[name],
            };
        return properties;
    }

    private static string Seconds(TimeSpan time) => ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static string Text(JsonObject json) => json.ToJsonString(EventJson.Options);
}
