using Shop.EventBridge;

namespace Shop.Tools;

/// <summary>
/// The topology as a Terraform configuration: one file per module, and a few shared ones. The same code always gives the same files.
/// </summary>
internal static class TerraformExport
{
    /// <summary>Bus and prefix are Terraform variables with the defaults of <see cref="AwsOptions"/>.</summary>
    private static readonly AwsOptions Variables = new() { EventBus = "${var.event_bus}", Prefix = "${var.prefix}" };

    /// <summary>The files: name, ending in <c>.tf.json</c>, and text.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<ModuleDeclaration> modules)
    {
        var topology = Topology.Of(modules, Variables);
        var arns = new TerraformArns();
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["versions.tf.json"] = SharedFiles.Versions(),
            ["variables.tf.json"] = SharedFiles.Variables(),
            ["event-bus.tf.json"] = BusFile.Of(topology, arns),
            ["dashboard.tf.json"] = SharedFiles.DashboardOf(topology),
            ["schemas.tf.json"] = SchemasFile.Of(topology, modules),
            ["outputs.tf.json"] = SharedFiles.Outputs(topology),
        };
        foreach (var module in topology.Modules)
            files[$"module-{module.Module}.tf.json"] = ModuleFile.Of(module, topology, arns);
        return files;
    }
}
