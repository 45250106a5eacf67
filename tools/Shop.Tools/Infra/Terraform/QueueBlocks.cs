using System.Text.Json.Nodes;
using Shop.EventBridge;

namespace Shop.Tools;

/// <summary>A queue, its policy, and the queue whose dead letters it accepts.</summary>
internal static class QueueBlocks
{
    public static void Add(TerraformFile file, QueueShape queue, IArns arns)
    {
        var arguments = new JsonObject
        {
            ["name"] = queue.Name,
            ["visibility_timeout_seconds"] = (int)QueueShape.Visibility.TotalSeconds,
            ["message_retention_seconds"] = (int)queue.Retention.TotalSeconds,
            ["receive_wait_time_seconds"] = (int)QueueShape.ReceiveWait.TotalSeconds,
            ["sqs_managed_sse_enabled"] = true,
        };
        if (queue.DeadLetters is { } messages)
            arguments["redrive_policy"] =
                $"${{jsonencode({{deadLetterTargetArn = aws_sqs_queue.{messages.Id}.arn, maxReceiveCount = {QueueShape.MaxReceives}}})}}";
        file.Resource("aws_sqs_queue", queue.Id, arguments);
        if (queue.DeadLetters is { } taker)
            file.Resource("aws_sqs_queue_redrive_allow_policy", taker.Id, new JsonObject
            {
                ["queue_url"] = $"${{aws_sqs_queue.{taker.Id}.url}}",
                ["redrive_allow_policy"] = $"${{jsonencode({{redrivePermission = \"byQueue\", sourceQueueArns = [aws_sqs_queue.{queue.Id}.arn]}})}}",
            });
        file.Policy($"{queue.Id}_queue", QueuePolicy.Of(queue, arns));
        file.Resource("aws_sqs_queue_policy", queue.Id, new JsonObject
        {
            ["queue_url"] = $"${{aws_sqs_queue.{queue.Id}.url}}", ["policy"] = TerraformFile.PolicyJson($"{queue.Id}_queue"),
        });
    }
}
