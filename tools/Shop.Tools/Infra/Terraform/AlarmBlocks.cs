using System.Text.Json.Nodes;
using Shop.EventBridge;

namespace Shop.Tools;

/// <summary>The CloudWatch alarms that notify the alarm topic.</summary>
internal static class AlarmBlocks
{
    public static void Add(TerraformFile file, AlarmShape alarm, IArns arns) =>
        file.Resource("aws_cloudwatch_metric_alarm", $"{alarm.Queue.Id}_{alarm.About}", new JsonObject
        {
            ["alarm_name"] = alarm.Name,
            ["alarm_description"] = alarm.Description,
            ["namespace"] = "AWS/SQS",
            ["metric_name"] = alarm.Metric,
            ["dimensions"] = new JsonObject { ["QueueName"] = $"${{aws_sqs_queue.{alarm.Queue.Id}.name}}" },
            ["statistic"] = "Maximum",
            ["period"] = AlarmShape.Period,
            ["evaluation_periods"] = 1,
            ["comparison_operator"] = "GreaterThanThreshold",
            ["threshold"] = alarm.Above,
            ["treat_missing_data"] = "notBreaching",
            ["alarm_actions"] = new JsonArray(arns.Topic),
            ["ok_actions"] = new JsonArray(arns.Topic),
        });
}
