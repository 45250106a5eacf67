using System.Text.Json.Nodes;
using Shop.EventBridge;

namespace Shop.Tools;

/// <summary>
/// The resources of one module: its queues, the rules that feed them, alarms, and the policy of the processes that host it.
/// </summary>
internal static class ModuleFile
{
    public static string Of(ModuleTopology module, Topology topology, IArns arns)
    {
        var file = new TerraformFile();
        foreach (var queue in module.Queues)
            QueueBlocks.Add(file, queue, arns);
        foreach (var rule in module.Rules)
            Add(file, rule, module, arns);
        foreach (var alarm in AlarmShape.Of(module))
            AlarmBlocks.Add(file, alarm, arns);
        file.Policy($"{module.Module}_process", ModulePolicy.Of(module, arns));
        file.Resource("aws_iam_policy", module.Module, new JsonObject
        {
            ["name"] = topology.Names.PolicyOf(module.Module),
            ["description"] = $"The permissions of a process that hosts {module.Module}.",
            ["policy"] = TerraformFile.PolicyJson($"{module.Module}_process"),
        });
        return file.ToString();
    }

    private static void Add(TerraformFile file, RuleShape rule, ModuleTopology module, IArns arns)
    {
        var label = TerraformArns.LabelOf(rule);
        file.Resource("aws_cloudwatch_event_rule", label, new JsonObject
        {
            ["name"] = rule.Name,
            ["description"] = TerraformFile.Literal(rule.Description),
            ["event_bus_name"] = "${aws_cloudwatch_event_bus.shop.name}",
            ["event_pattern"] = TerraformFile.Literal(rule.Pattern),
        });
        file.Resource("aws_cloudwatch_event_target", label, new JsonObject
        {
            ["rule"] = $"${{aws_cloudwatch_event_rule.{label}.name}}",
            ["event_bus_name"] = "${aws_cloudwatch_event_bus.shop.name}",
            ["target_id"] = rule.TargetId,
            ["arn"] = arns.Of(module.Queue),
            ["retry_policy"] = new JsonObject
            {
                ["maximum_event_age_in_seconds"] = (int)rule.Retry.MaxAge.TotalSeconds, ["maximum_retry_attempts"] = rule.Retry.Attempts,
            },
            ["dead_letter_config"] = new JsonObject { ["arn"] = arns.Of(module.DeadLetters) },
        });
    }
}
