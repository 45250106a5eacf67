using Shop.EventBridge;

namespace Shop.Tools;

/// <summary>References from which Terraform derives the order of creation.</summary>
internal sealed class TerraformArns : IArns
{
    public string Bus => "${aws_cloudwatch_event_bus.shop.arn}";

    public string Topic => "${aws_sns_topic.alarms.arn}";

    public string Of(RuleShape rule) => $"${{aws_cloudwatch_event_rule.{LabelOf(rule)}.arn}}";

    public string Of(QueueShape queue) => $"${{aws_sqs_queue.{queue.Id}.arn}}";

    public static string LabelOf(RuleShape rule) => rule.Name.Replace('-', '_');
}
