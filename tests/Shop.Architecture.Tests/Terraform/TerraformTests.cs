using System.Text.Json.Nodes;
using Shop.EventBridge;

namespace Shop.Architecture.Tests;

/// <summary>What the Terraform configuration must keep, as far as that can be seen without the provider. That it is what the code says, the end-to-end tests see.</summary>
public sealed class TerraformTests
{
    [Fact]
    public void Every_block_has_arguments_that_the_provider_documents_and_all_that_it_requires() => Assert.All(
        (from kind in (string[])["resource", "data"] from block in Configuration.Blocks(kind) select (kind, block)),
        one => Keeps(one.block.Arguments, Configuration.ProviderArguments[one.kind]![one.block.Type]?.AsObject(), $"{one.kind} {one.block.Type}.{one.block.Label}"));

    private static void Keeps(JsonObject block, JsonObject? documented, string place)
    {
        Assert.True(documented is not null, $"{place} is of a type that provider-arguments.json does not have: add it from the provider's documentation.");
        foreach (var required in documented.Where(argument => argument.Key.EndsWith('!')).Select(argument => argument.Key[..^1]))
            Assert.True(block.ContainsKey(required), $"{place} lacks {required}.");
        foreach (var (name, value) in block)
        {
            var known = documented[name] ?? documented[name + "!"] ?? documented["*"];
            Assert.True(known is not null, $"{place} has {name}, which the provider does not document.");
            foreach (var inner in known is JsonObject ? Blocks(value) : [])
                Keeps(inner, known.AsObject(), $"{place}.{name}");
        }
    }

    private static IEnumerable<JsonObject> Blocks(JsonNode? value) => value is JsonArray several ? several.OfType<JsonObject>() : [value!.AsObject()];

    [Fact]
    public void Whatever_is_referred_to_is_declared()
    {
        var declared = Configuration.Declared();
        Assert.True(Configuration.References().Count() > 100);
        Assert.All(Configuration.References(), reference => Assert.Contains(reference, declared));
    }

    [Fact]
    public void No_label_is_given_twice() => Assert.All(
        Configuration.Blocks("resource").Concat(Configuration.Blocks("data")).GroupBy(block => (block.Type, block.Label)), same => Assert.Single(same));

    [Fact]
    public void Names_keep_within_what_AWS_takes()
    {
        Assert.All(Names("aws_cloudwatch_event_rule", "name"), name => Assert.Matches("^[.A-Za-z0-9_-]{1,64}$", name));
        Assert.All(Names("aws_cloudwatch_event_archive", "name"), name => Assert.Matches("^[.A-Za-z0-9_-]{1,48}$", name));
        Assert.All(Names("aws_sqs_queue", "name"), name => Assert.Matches("^[A-Za-z0-9_-]{1,80}$", name));
        Assert.All(Names("aws_schemas_schema", "name"), name => Assert.Matches("^[.A-Za-z0-9_@-]{1,385}$", name));
        Assert.All(Names("aws_cloudwatch_event_rule", "description"), text => Assert.True(text.Length <= 512));
        Assert.All(Names("aws_schemas_schema", "description"), text => Assert.True(text.Length <= 256));
    }

    private static IEnumerable<string> Names(string type, string argument) => Configuration.Resources(type)
        .Select(block => ((string)block.Arguments[argument]!).Replace("${var.prefix}", "shop", StringComparison.Ordinal).Replace("${var.event_bus}", "shop", StringComparison.Ordinal));

    [Fact]
    public void Every_rule_of_the_code_is_there_with_its_very_pattern_retry_policy_and_dead_letter_queue() => Assert.All(
        ModulesTests.Declared.SelectMany(module => module.Rules),
        rule =>
        {
            var label = TopologyNames.RuleOf(rule).Replace('-', '_');
            Assert.Equal(rule.Pattern.ToString(), (string?)Configuration.Resource("aws_cloudwatch_event_rule", label)["event_pattern"]);
            var target = Configuration.Resource("aws_cloudwatch_event_target", label);
            Assert.Equal($"${{aws_sqs_queue.{rule.Module}.arn}}", (string?)target["arn"]);
            Assert.Equal($"${{aws_sqs_queue.{rule.Module}_dlq.arn}}", (string?)target["dead_letter_config"]!["arn"]);
            Assert.Equal((rule.Retry.Attempts, (int)rule.Retry.MaxAge.TotalSeconds),
                ((int)target["retry_policy"]!["maximum_retry_attempts"]!, (int)target["retry_policy"]!["maximum_event_age_in_seconds"]!));
        });

    [Fact]
    public void Patterns_are_patterns_to_the_matcher() => Assert.All(
        Configuration.Resources("aws_cloudwatch_event_rule").Concat(Configuration.Resources("aws_cloudwatch_event_archive")),
        block => EventPattern.Parse((string)block.Arguments["event_pattern"]!));

    [Fact]
    public void The_fraud_review_is_the_rule_of_the_article()
    {
        var pattern = JsonNode.Parse((string)Configuration.Resource("aws_cloudwatch_event_rule", "payments_review_large_orders")["event_pattern"]!);
        Assert.True(JsonNode.DeepEquals(pattern, JsonNode.Parse(
            """{"source":["com.shop.orders"],"detail-type":["Order Created"],"detail":{"totalAmount":[{"numeric":[">=",1000]}]}}""")), $"{pattern}");
        var retry = Configuration.Resource("aws_cloudwatch_event_target", "payments_review_large_orders")["retry_policy"]!;
        Assert.Equal((3600, 3), ((int)retry["maximum_event_age_in_seconds"]!, (int)retry["maximum_retry_attempts"]!));
    }

    [Fact]
    public void The_notifications_choose_at_500_as_the_article_does()
    {
        var patterns = Configuration.Resources("aws_cloudwatch_event_rule").Where(rule => rule.Label.StartsWith("notifications_", StringComparison.Ordinal))
            .Select(rule => (string)rule.Arguments["event_pattern"]!).ToList();
        Assert.Equal(3, patterns.Count(pattern => pattern.Contains("""{"numeric":[">=",500]}""", StringComparison.Ordinal)));
        Assert.Equal(1, patterns.Count(pattern => pattern.Contains("""{"numeric":["<",500]}""", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_queue_takes_events_from_its_own_rules_alone_and_over_TLS() => Assert.All(
        ModulesTests.Declared, module =>
        {
            foreach (var queue in (string[])[module.Name, module.Name + "_dlq"])
            {
                var statements = Configuration.Statements((string)Configuration.Resource("aws_sqs_queue_policy", queue)["policy"]!);
                var allowed = Assert.Single(statements, statement => (string?)statement!["effect"] == "Allow")!;
                var condition = Assert.Single(allowed["condition"]!.AsArray())!;
                Assert.Equal(("ArnEquals", "aws:SourceArn"), ((string)condition["test"]!, (string)condition["variable"]!));
                Assert.Equal(
                    module.Rules.Select(rule => $"${{aws_cloudwatch_event_rule.{TopologyNames.RuleOf(rule).Replace('-', '_')}.arn}}").Order(),
                    condition["values"]!.AsArray().Select(value => (string)value!).Order());
                Assert.Single(statements, statement => (string?)statement!["effect"] == "Deny");
            }
        });

    [Fact]
    public void No_policy_allows_everything_and_each_module_publishes_its_own_events_alone() => Assert.All(
        ModulesTests.Declared, module =>
        {
            var statements = Configuration.Statements((string)Configuration.Resource("aws_iam_policy", module.Name)["policy"]!);
            Assert.All(statements, statement => Assert.DoesNotContain("*", statement!.ToJsonString(), StringComparison.Ordinal));
            var published = statements.Where(statement => (string?)statement!["sid"] == "PublishOwnEvents").Select(own => own!["condition"]![2]!["values"]!.AsArray()).SingleOrDefault();
            Assert.Equal(module.Publishes.Select(contract => contract.DetailType).Distinct().Order(StringComparer.Ordinal), published?.Select(value => (string)value!) ?? []);
        });

    [Fact]
    public void Every_version_of_every_event_is_in_the_schema_registry() => Assert.Equal(
        ModulesTests.Declared.SelectMany(module => module.Publishes).Concat(BusEvents.Published).SelectMany(published => published.Versions).Distinct().Select(TopologyNames.SchemaOf).Order(StringComparer.Ordinal),
        Configuration.Resources("aws_schemas_schema").Select(block => (string)block.Arguments["name"]!).Order(StringComparer.Ordinal));

    [Fact]
    public void The_dashboard_has_a_body_that_is_JSON_and_every_queue_has_an_alarm()
    {
        var body = JsonNode.Parse((string)Configuration.Resource("aws_cloudwatch_dashboard", "shop")["dashboard_body"]!)!;
        Assert.All(body["widgets"]!.AsArray(), widget => Assert.Equal("metric", (string?)widget!["type"]));
        var watched = Configuration.Resources("aws_cloudwatch_metric_alarm").Select(block => (string)block.Arguments["dimensions"]!["QueueName"]!).ToHashSet();
        Assert.All(Configuration.Resources("aws_sqs_queue"), queue => Assert.Contains($"${{aws_sqs_queue.{queue.Label}.name}}", watched));
    }
}
