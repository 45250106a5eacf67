using Shop.EventBridge;
using Shop.Host.Hosting;

namespace Shop.Host.Commands.Infra;

/// <summary>What the commands about infrastructure have in common: the section <c>Bus:Aws</c>, and the topology that follows.</summary>
internal static class Aws
{
    /// <summary>As the shop itself would read them: settings files, environment, command line.</summary>
    public static AwsOptions Options(IEnumerable<string> settings, Uri? endpoint = null)
    {
        var configuration = WebApplication.CreateBuilder([.. settings]).Configuration;
        if (endpoint is not null)
            configuration["Bus:Aws:ServiceUrl"] = endpoint.ToString();
        return configuration.GetSection("Bus:Aws").Get<AwsOptions>() ?? new AwsOptions();
    }

    public static Topology Topology(AwsOptions options) => EventBridge.Topology.Of(ShopModules.Declared(), options);

    public static int NoSuchModule(string name, Topology topology)
    {
        Console.Error.WriteLine($"There is no module \"{name}\". The modules are {string.Join(", ", topology.Modules.Select(module => module.Module))}.");
        return 2;
    }
}
