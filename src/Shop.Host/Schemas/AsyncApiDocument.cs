using System.Text.Json.Nodes;
using Shop.Events;

namespace Shop.Host.Schemas;

/// <summary>
/// Publishers, events and subscribers as an AsyncAPI 3.0 document: one channel for each event, one message for each version.
/// </summary>
internal static class AsyncApiDocument
{
    public static JsonObject Of(IReadOnlyList<ModuleDeclaration> modules)
    {
        var contracts = SchemaDocument.Contracts(modules).Concat(BusEvents.Published)
            .OrderBy(contract => contract.ToString(), StringComparer.Ordinal).ToList();
        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Shop",
                ["version"] = typeof(AsyncApiDocument).Assembly.GetName().Version!.ToString(3),
                ["description"] = "Every event of the shop: which module publishes it, and which modules subscribe by which rule. "
                    + "A rule's pattern is an Amazon EventBridge pattern.",
                ["contact"] = new JsonObject { ["name"] = "The Shop authors" },
                ["license"] = new JsonObject { ["name"] = "MIT", ["url"] = "https://opensource.org/license/mit" },
                ["tags"] = new JsonArray([.. modules.Select(module => new JsonObject
                {
                    ["name"] = module.Name, ["description"] = $"The events that {module.Name} publishes, and the rules by which it subscribes.",
                })]),
            },
            ["defaultContentType"] = "application/json",
            ["channels"] = Keyed(contracts.GroupBy(ChannelOf).Select(versions => (versions.Key, Channel([.. versions])))),
            ["operations"] = Keyed(Published(modules).Concat(Received(modules))),
            ["components"] = new JsonObject { ["messages"] = Keyed(contracts.Select(contract => (contract.FileName, Message(contract)))) },
        };
    }

    private static string ChannelOf(EventContract contract) => $"{contract.Source.Split('.')[^1]}.{contract.Type.Name}";

    private static JsonObject Channel(IReadOnlyList<EventContract> versions) => new()
    {
        ["address"] = $"{versions[0].Source}/{versions[0].DetailType}",
        ["title"] = versions[0].DetailType,
        ["messages"] = Keyed(versions.Select(contract => (contract.FileName, Reference($"#/components/messages/{contract.FileName}")))),
    };

    private static JsonObject Message(EventContract contract)
    {
        var schema = EventSchema.Of(contract).ToJson();
        schema.Remove("$schema");
        schema.Remove("$id");
        return new JsonObject
        {
            ["name"] = contract.Type.Name,
            ["title"] = contract.ToString(),
            ["summary"] = schema["description"]?.DeepClone(),
            ["contentType"] = "application/json",
            ["payload"] = schema,
            ["examples"] = new JsonArray(new JsonObject { ["payload"] = EventSchema.Of(contract).ToExample() }),
        };
    }

    private static IEnumerable<(string, JsonObject)> Published(IReadOnlyList<ModuleDeclaration> modules) =>
        from module in modules
        from versions in module.Publishes.GroupBy(ChannelOf)
        orderby versions.Key
        select ($"{module.Name}.publishes.{versions.First().Type.Name}",
            Operation("send", $"{module.Name} publishes \"{versions.First().DetailType}\".",
                "In the transaction that makes it true, through the outbox: at least once, and in no promised order.", [.. versions]));

    private static IEnumerable<(string, JsonObject)> Received(IReadOnlyList<ModuleDeclaration> modules) =>
        from module in modules
        from rule in module.Rules
        let operation = Operation(
            "receive", $"{module.Name} subscribes by the rule {rule.Name}: {rule.HandlerName} handles it.",
            $"The handler runs once for each event, however often it arrives, and is retried up to {rule.Retry.Attempts} times before the event "
                + "becomes a dead letter.",
            [rule.Contract])
        select ($"{module.Name}.subscribes.{rule.Name}", With(operation, rule));

    private static JsonObject Operation(string action, string summary, string description, IReadOnlyList<EventContract> versions) => new()
    {
        ["action"] = action,
        ["channel"] = Reference($"#/channels/{ChannelOf(versions[0])}"),
        ["summary"] = summary,
        ["description"] = description,
        ["messages"] = new JsonArray(
            [.. versions.Select(contract => Reference($"#/channels/{ChannelOf(contract)}/messages/{contract.FileName}"))]),
    };

    private static JsonObject With(JsonObject operation, Rule rule)
    {
        operation["x-eventbridge-rule"] = new JsonObject
        {
            ["name"] = rule.Name,
            ["pattern"] = JsonNode.Parse(rule.Pattern.ToString()),
            ["maximumRetryAttempts"] = rule.Retry.Attempts,
            ["maximumEventAgeInSeconds"] = (int)rule.Retry.MaxAge.TotalSeconds,
        };
        return operation;
    }

    private static JsonObject Reference(string place) => new() { ["$ref"] = place };

    private static JsonObject Keyed(IEnumerable<(string Key, JsonObject Value)> members) =>
        new(members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value)));
}
