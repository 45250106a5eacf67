using System.Text.Json.Nodes;
using Shop.EventBridge;

namespace Shop.Tools;

/// <summary>Versions, variables, dashboard and outputs.</summary>
internal static class SharedFiles
{
    public static string Versions()
    {
        var file = new TerraformFile();
        file.Settings(new JsonObject
        {
            ["required_version"] = ">= 1.5",
            ["required_providers"] = new JsonObject { ["aws"] = new JsonObject { ["source"] = "hashicorp/aws", ["version"] = ">= 5.0" } },
        });
        return file.ToString();
    }

    public static string Variables()
    {
        var defaults = new AwsOptions();
        var file = new TerraformFile();
        file.Variable("event_bus", Text("The event bus's name: Bus:Aws:EventBus of the shop's configuration.", defaults.EventBus));
        file.Variable("prefix", Text("The prefix of queue, alarm and policy names: Bus:Aws:Prefix.", defaults.Prefix));
        file.Variable("publisher_accounts", new JsonObject
        {
            ["description"] = "Accounts, 12 digits each, that may put events on the bus; never events of the shop's own sources.",
            ["type"] = "list(string)",
            ["default"] = new JsonArray(),
        });
        return file.ToString();
    }

    public static string DashboardOf(Topology topology)
    {
        var file = new TerraformFile();
        file.Data("aws_region", "current", []);
        file.Resource("aws_cloudwatch_dashboard", "shop", new JsonObject
        {
            ["dashboard_name"] = topology.Names.Dashboard, ["dashboard_body"] = Dashboard.Of(topology, "${data.aws_region.current.id}"),
        });
        return file.ToString();
    }

    public static string Outputs(Topology topology)
    {
        var file = new TerraformFile();
        file.Output("event_bus_arn", "The event bus.", "${aws_cloudwatch_event_bus.shop.arn}");
        file.Output("alarm_topic_arn", "SNS topic for alarms. Subscribe your on-call channel.", "${aws_sns_topic.alarms.arn}");
        foreach (var module in topology.Modules)
            file.Output(
                $"{module.Module}_policy_arn", $"Attach it to the role of every process that hosts {module.Module}.",
                $"${{aws_iam_policy.{module.Module}.arn}}");
        return file.ToString();
    }

    private static JsonObject Text(string description, string value) => new() { ["description"] = description, ["type"] = "string", ["default"] = value };
}
