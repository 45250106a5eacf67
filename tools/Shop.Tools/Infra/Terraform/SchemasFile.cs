using System.Text.Json.Nodes;
using Shop.EventBridge;
using Shop.Events;

namespace Shop.Tools;

/// <summary>Every version of every event in EventBridge's schema registry, in the OpenAPI 3.0 form that the registry requires.</summary>
internal static class SchemasFile
{
    public static string Of(Topology topology, IReadOnlyList<ModuleDeclaration> modules)
    {
        var file = new TerraformFile();
        file.Resource("aws_schemas_registry", "shop", new JsonObject
        {
            ["name"] = topology.Names.SchemaRegistry, ["description"] = "The events of the shop's modules, generated from their C# contracts.",
        });
        var contracts = modules.SelectMany(module => module.Publishes).Concat(BusEvents.Published).SelectMany(published => published.Versions).Distinct();
        foreach (var contract in contracts.OrderBy(TopologyNames.SchemaOf, StringComparer.Ordinal))
            file.Resource("aws_schemas_schema", LabelOf(contract), new JsonObject
            {
                ["name"] = TopologyNames.SchemaOf(contract),
                ["registry_name"] = "${aws_schemas_registry.shop.name}",
                ["type"] = "OpenApi3",
                ["description"] = $"{contract}, published by {contract.Source}.",
                ["content"] = TerraformFile.Literal(EventSchema.Of(contract).ToOpenApi().ToJsonString(EventJson.Options)),
            });
        return file.ToString();
    }

    private static string LabelOf(EventContract contract) =>
        TopologyNames.SchemaOf(contract)["com.shop.".Length..].Replace('@', '_').Replace('.', '_');
}
