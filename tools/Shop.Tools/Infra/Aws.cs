using Shop.EventBridge;
using Shop.Host.Hosting;

namespace Shop.Tools;

/// <summary>The section <c>Bus:Aws</c>, and the topology that follows from it.</summary>
internal static class Aws
{
    /// <summary>The options as the shop reads them: settings files, environment, command line.</summary>
    public static AwsOptions Options(IEnumerable<string> settings, Uri? endpoint = null)
    {
        var configuration = WebApplication.CreateBuilder([.. settings]).Configuration;
        if (endpoint is not null)
            configuration["Bus:Aws:ServiceUrl"] = endpoint.ToString();
        return configuration.GetSection("Bus:Aws").Get<AwsOptions>() ?? new AwsOptions();
    }

    public static Topology Topology(AwsOptions options) => EventBridge.Topology.Of(ShopModules.Declared(), options);

    /// <summary>A module's part of the topology.</summary>
    /// <exception cref="ArgumentException">There is no such module.</exception>
    public static ModuleTopology Module(Topology topology, string name) => topology.Modules.FirstOrDefault(module => module.Module == name)
        ?? throw new ArgumentException(
            $"There is no module \"{name}\". The modules are {string.Join(", ", topology.Modules.Select(module => module.Module))}.");
}
