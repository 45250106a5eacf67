using System.Text.Json.Nodes;

namespace Shop.EventBridge;

/// <summary>When the topic of alarms is told.</summary>
internal static class AlarmBlocks
{
    private const string Depth = "ApproximateNumberOfMessagesVisible";
    private const string Age = "ApproximateAgeOfOldestMessage";     // seconds
    private const int Period = 300;                                  // seconds
    private const int Behind = 300;                                  // seconds
    private const int NobodyLooked = 86_400;                         // seconds

    public static void Add(TerraformFile file, ModuleTopology module)
    {
        Add(file, module.DeadLetters, "depth", Depth, 0, $"Events could not be brought to {module.Module}; a process that hosts it takes them into `dlq list`.");
        Add(file, module.DeadLetters, "age", Age, NobodyLooked, $"Nobody has looked after the dead letters of {module.Module} for a day.");
        Add(file, module.Queue, "age", Age, Behind, $"{module.Module} is more than five minutes behind, or does not run.");
        Add(file, module.Fallback, "depth", Depth, 0, $"EventBridge does not take what {module.Module} says; it waits in the fallback queue.");
        Add(file, module.Fallback, "age", Age, Behind, $"What {module.Module} says has waited in the fallback queue for more than five minutes.");
    }

    private static void Add(TerraformFile file, QueueShape queue, string about, string metric, int above, string description) =>
        file.Resource("aws_cloudwatch_metric_alarm", $"{queue.Id}_{about}", new JsonObject
        {
            ["alarm_name"] = TopologyNames.AlarmOf(queue.Name, about),
            ["alarm_description"] = description,
            ["namespace"] = "AWS/SQS",
            ["metric_name"] = metric,
            ["dimensions"] = new JsonObject { ["QueueName"] = $"${{aws_sqs_queue.{queue.Id}.name}}" },
            ["statistic"] = "Maximum",
            ["period"] = Period,
            ["evaluation_periods"] = 1,
            ["comparison_operator"] = "GreaterThanThreshold",
            ["threshold"] = above,
            ["treat_missing_data"] = "notBreaching",
            ["alarm_actions"] = new JsonArray("${aws_sns_topic.alarms.arn}"),
            ["ok_actions"] = new JsonArray("${aws_sns_topic.alarms.arn}"),
        });
}
