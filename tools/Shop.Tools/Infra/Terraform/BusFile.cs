using System.Text.Json.Nodes;
using Shop.EventBridge;

namespace Shop.Tools;

/// <summary>The event bus, its policy for other accounts, its archive, and the topic that alarms notify.</summary>
internal static class BusFile
{
    private const string Label = "shop";
    private const string IfThereAreAny = "${length(var.publisher_accounts) > 0 ? 1 : 0}";

    public static string Of(Topology topology, IArns arns)
    {
        var file = new TerraformFile();
        file.Resource("aws_cloudwatch_event_bus", Label, new JsonObject { ["name"] = topology.Names.EventBus });
        OtherAccounts(file, arns);
        file.Resource("aws_cloudwatch_event_archive", Label, new JsonObject
        {
            ["name"] = topology.Archive.Name,
            ["description"] = "The events of the shop's modules, for replays.",
            ["event_source_arn"] = arns.Bus,
            ["retention_days"] = topology.Archive.Days,
            ["event_pattern"] = TerraformFile.Literal(topology.Archive.Pattern),
        });
        file.Resource("aws_sns_topic", "alarms", new JsonObject { ["name"] = topology.Names.AlarmTopic });
        return file.ToString();
    }

    /// <summary>Other accounts may put their own events on the bus, but never events with a module's source.</summary>
    private static void OtherAccounts(TerraformFile file, IArns arns)
    {
        file.Policy("bus", new Policy(
        [
            new PolicyStatement("OtherAccountsPutTheirEvents", ["events:PutEvents"], [arns.Bus])
            {
                By = new PolicyPrincipal("AWS", "${var.publisher_accounts}"),
                Conditions =
                [
                    new PolicyCondition("ForAllValues:StringNotLike", "events:source", ["com.shop.*"]),
                    new PolicyCondition("Null", "events:source", ["false"]),
                ],
            },
        ]), IfThereAreAny);
        file.Resource("aws_cloudwatch_event_bus_policy", Label, new JsonObject
        {
            ["count"] = IfThereAreAny,
            ["event_bus_name"] = "${aws_cloudwatch_event_bus.shop.name}",
            ["policy"] = TerraformFile.PolicyJson("bus[0]"),
        });
    }
}
