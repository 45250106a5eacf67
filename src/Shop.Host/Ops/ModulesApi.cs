using Shop.Web;

namespace Shop.Host.Ops;

/// <summary>Lists the modules.</summary>
internal static class ModulesApi
{
    public static void Map(RouteGroupBuilder ops) =>
        ops.MapGet("/modules", List).WithName("ListModules").WithSummary("Lists the shop's modules, and which of them this process hosts.")
            .WithDescription("A module that another process hosts has its /ops there.");

    private static Page<ModulePlacement> List(ModuleDirectory modules) =>
        new([.. modules.All.Select(module => new ModulePlacement(module.Name, modules.Hosts(module.Name)))], null);
}

/// <summary>Where a module runs.</summary>
/// <param name="Name">The module.</param>
/// <param name="Hosted">Whether this process hosts it.</param>
internal sealed record ModulePlacement(string Name, bool Hosted);
