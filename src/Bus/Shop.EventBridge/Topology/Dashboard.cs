using System.Text.Json.Nodes;
using Shop.Events;

namespace Shop.EventBridge;

/// <summary>The CloudWatch dashboard: events published, failed invocations, and each module's processing latency.</summary>
internal static class Dashboard
{
    private const int Half = 12, Whole = 24, Height = 6;     // of CloudWatch's grid, 24 wide

    /// <summary>Its body, CloudWatch's JSON.</summary>
    public static string Of(Topology topology, string region)
    {
        JsonArray widgets =
        [
            Widget("Events published (account)", 0, 0, Half, "Sum",
                [new JsonArray("AWS/Events", "PutEventsEntriesCount"), new JsonArray("AWS/Events", "PutEventsFailedEntriesCount")]),
            Widget("Events delivered to queues, by rule", Half, 0, Half, "Sum", [OfTheBus(topology, "Invocations", "Sum")]),
            Widget("Failed invocations, by rule", 0, Height, Half, "Sum",
                [OfTheBus(topology, "FailedInvocations", "Sum"), OfTheBus(topology, "InvocationsSentToDlq", "Sum"),
                    OfTheBus(topology, "InvocationsFailedToBeSentToDlq", "Sum")]),
            Widget("From the bus into the queue, by rule (ms)", Half, Height, Half, "Average",
                [OfTheBus(topology, "IngestionToInvocationSuccessLatency", "Average")]),
            Widget("Processing latency by module: age of the oldest unprocessed message (s)", 0, 2 * Height, Whole, "Maximum",
                [.. topology.Modules.Select(module => OfQueue(module.Queue, module.Module, "ApproximateAgeOfOldestMessage"))]),
            Widget("Dead letters by module", 0, 3 * Height, Whole, "Maximum",
                [.. topology.Modules.Select(module => OfQueue(module.DeadLetters, module.Module, "ApproximateNumberOfMessagesVisible"))]),
        ];
        return new JsonObject { ["widgets"] = widgets }.ToJsonString(EventJson.Options);

        JsonObject Widget(string title, int x, int y, int width, string statistic, JsonArray metrics) => new()
        {
            ["type"] = "metric", ["x"] = x, ["y"] = y, ["width"] = width, ["height"] = Height,
            ["properties"] = new JsonObject { ["title"] = title, ["region"] = region, ["metrics"] = metrics, ["period"] = 60, ["stat"] = statistic },
        };
    }

    /// <summary>EventBridge's metrics have the dimensions bus and rule together, so the metrics of a bus need a search.</summary>
    private static JsonArray OfTheBus(Topology topology, string metric, string statistic) => new(new JsonObject
    {
        ["expression"] = $"SEARCH('{{AWS/Events,EventBusName,RuleName}} EventBusName=\"{topology.Names.EventBus}\" "
            + $"MetricName=\"{metric}\"', '{statistic}', 60)",
    });

    private static JsonArray OfQueue(QueueShape queue, string label, string metric) =>
        new("AWS/SQS", metric, "QueueName", queue.Name, new JsonObject { ["label"] = label });
}
