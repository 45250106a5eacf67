using System.Text.Json.Nodes;

namespace Shop.EndToEnd.Tests;

/// <summary>The infrastructure that the code declares: exported, created, and compared with what is deployed.</summary>
public sealed class InfraCommandTests
{
    private static Task<(int Code, string Output, string Errors)> Run(RememberedAws aws, string command) =>
        ShopCommand.Tools("infra", command, "--endpoint", aws.Url);

    [Fact]
    public async Task The_committed_Terraform_configuration_matches_the_code()
    {
        var (code, output, errors) = await ShopCommand.Tools("infra", "terraform", "--check");

        Assert.True(code == 0, output + errors);        // says what differs, and which command rewrites it
    }

    [Fact]
    public async Task A_changed_missing_or_surplus_file_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("shop-terraform");
        await ShopCommand.Tools("infra", "terraform", "--output", folder.FullName);
        await File.AppendAllTextAsync(Path.Combine(folder.FullName, "event-bus.tf.json"), " ");
        File.Move(Path.Combine(folder.FullName, "module-payments.tf.json"), Path.Combine(folder.FullName, "module-bank.tf.json"));

        var (code, output, _) = await ShopCommand.Tools("infra", "terraform", "--check", "--output", folder.FullName);

        Assert.Equal(1, code);
        Assert.StartsWith("""
            event-bus.tf.json differs from the code.
            module-bank.tf.json has no counterpart in the code.
            module-payments.tf.json is missing.

            """, output, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Applied_infrastructure_has_no_drift()
    {
        await using var aws = await RememberedAws.Start();
        var before = await Run(aws, "drift");
        Assert.Equal((1, true), (before.Code, before.Output.StartsWith("event bus shop: is not there", StringComparison.Ordinal)));

        Assert.Equal((0, ""), ((await Run(aws, "apply")) is var first ? (first.Code, first.Errors) : default));
        Assert.Equal((0, ""), ((await Run(aws, "apply")) is var again ? (again.Code, again.Errors) : default));

        Assert.Equal((0, "What is deployed matches the code.\n", ""), await Run(aws, "drift"));
    }

    [Fact]
    public async Task Each_difference_is_named_and_apply_removes_it()
    {
        await using var aws = await RememberedAws.Start();
        await Run(aws, "apply");
        aws["Archives", "shop-archive"]["RetentionDays"] = 7;
        aws["Rules", "payments-review-large-orders"]["EventPattern"] = """{"source":["com.shop.orders"]}""";
        aws["Rules", "payments-charge-order"]["State"] = "DISABLED";
        aws["Targets", "inventory-reserve-stock"]["Targets"]![0]!["RetryPolicy"]!["MaximumRetryAttempts"] = 3;
        aws.Things.TryRemove(("Targets", "orders-advance-on-payment"), out _);
        aws.Things.TryRemove(("Queues", "shop-catalog-dlq"), out _);
        aws["Queues", "shop-payments"]["Attributes"]!["VisibilityTimeout"] = "5";
        aws["Queues", "shop-orders"]["Attributes"]!["Policy"] = """{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}]}""";
        aws.Things[("Rules", "payments-of-old")] = new JsonObject { ["Name"] = "payments-of-old", ["State"] = "ENABLED" };
        aws.Things[("Targets", "payments-of-old")] = JsonNode.Parse("""{"Targets":[{"Id":"1","Arn":"arn:aws:sqs:eu-west-1:111122223333:shop-payments"}]}""")!.AsObject();
        aws["Alarms", "shop-payments-dlq-depth"]["Threshold"] = 9;
        aws.Things.TryRemove(("Alarms", "shop-orders-age"), out _);
        aws["Dashboards", "shop-events"]["DashboardBody"] = "{}";
        aws.Things[("Rules", "somebody-elses")] = new JsonObject { ["Name"] = "somebody-elses", ["State"] = "ENABLED" };

        var (code, output, _) = await Run(aws, "drift");

        Assert.Equal(1, code);
        var lines = output.Split('\n');
        Assert.Contains("archive shop-archive: retention is 7 days, and should be 30 days", lines);
        Assert.Contains(lines, line => line.StartsWith("""rule payments-review-large-orders: pattern is {"source":["com.shop.orders"]}, and should be {"detail":{"totalAmount":[{"numeric":[">=",1000]}]}""", StringComparison.Ordinal));
        Assert.Contains("rule payments-charge-order: state is DISABLED, and should be ENABLED", lines);
        Assert.Contains(lines, line => line.StartsWith("rule inventory-reserve-stock: target inventory is arn:aws:sqs:eu-west-1:111122223333:shop-inventory, 3 retries", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("rule orders-advance-on-payment: target orders is not set", StringComparison.Ordinal));
        Assert.Contains("queue shop-catalog-dlq: is not there", lines);
        Assert.Contains("queue shop-payments: VisibilityTimeout is 5, and should be 30", lines);
        Assert.Contains(lines, line => line.StartsWith("""queue shop-orders: Policy is {"Action":"sqs:*","Effect":"Allow",""", StringComparison.Ordinal));
        Assert.Contains("rule payments-of-old: feeds a queue of the shop, and the code has no such rule", lines);
        Assert.Contains(
            "alarm shop-payments-dlq-depth: condition is Maximum of 300 s, 1 times GreaterThanThreshold 9, without data notBreaching, and should be Maximum of 300 s, 1 times GreaterThanThreshold 0, without data notBreaching",
            lines);
        Assert.Contains("alarm shop-orders-age: is not there", lines);
        Assert.Contains(lines, line => line.StartsWith("""dashboard shop-events: body is {}, and should be {"widgets":""", StringComparison.Ordinal));
        Assert.Contains("12 differences.", lines);

        await Run(aws, "apply");
        Assert.Equal((0, "What is deployed matches the code.\n", ""), await Run(aws, "drift"));
        Assert.Contains(("Rules", "somebody-elses"), aws.Things.Keys);
    }

    [Fact]
    public async Task An_unreachable_endpoint_is_not_reported_as_drift()
    {
        string gone;
        await using (var aws = await RememberedAws.Start())
            gone = aws.Url;

        var (code, _, errors) = await ShopCommand.Run("Shop.Tools", ShopCommand.EmulatorKeys, "infra", "drift", "--endpoint", gone);

        Assert.Equal(2, code);
        Assert.Contains("failed: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_may_publish_only_its_own_events_and_receive_only_from_its_own_queues()
    {
        var (code, output, _) = await ShopCommand.Tools("infra", "iam", "payments", "--region", "eu-west-1", "--account", "111122223333");

        Assert.Equal(0, code);
        var statements = JsonNode.Parse(output)!["Statement"]!.AsArray().ToDictionary(statement => (string)statement!["Sid"]!);
        var own = statements["PublishOwnEvents"]!["Condition"]!;
        Assert.Equal("com.shop.payments", (string?)own["ForAllValues:StringEquals"]!["events:source"]![0]);
        Assert.Equal("false", (string?)own["Null"]!["events:source"]![0]);
        Assert.Contains("Payment Processed", own["StringEquals"]!["events:detail-type"]!.AsArray().Select(value => (string?)value));
        Assert.DoesNotContain("Order Created", output, StringComparison.Ordinal);
        Assert.Equal(
            ["arn:aws:sqs:eu-west-1:111122223333:shop-payments", "arn:aws:sqs:eu-west-1:111122223333:shop-payments-dlq"],
            statements["ReceiveFromOwnQueues"]!["Resource"]!.AsArray().Select(value => (string)value!));
        Assert.DoesNotContain("\"*\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_of_an_unknown_module_is_rejected_with_the_known_modules()
    {
        var (code, _, errors) = await ShopCommand.Tools("infra", "iam", "bank");

        Assert.Equal(2, code);
        Assert.StartsWith("There is no module \"bank\". The modules are ", errors, StringComparison.Ordinal);
    }
}
