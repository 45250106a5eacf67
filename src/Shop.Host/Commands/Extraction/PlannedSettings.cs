using Shop.EventBridge;

namespace Shop.Host.Commands.Extraction;

/// <summary>The settings of the process that stays and of the one that the module gets.</summary>
internal static class PlannedSettings
{
    public static IEnumerable<string> Of(
        ModuleDeclaration leaving, IReadOnlyList<ModuleDeclaration> all, IConfiguration configuration, ModuleTopology topology, AwsOptions options)
    {
        var staying = all.First(module => module != leaving).Name;
        yield return "- [ ] every process:";
        yield return $"  - `Bus:Modules:{leaving.Name}=Remote`";
        yield return "  - region and credentials (`AWS_REGION`, a role), or `Bus:Aws:ServiceUrl` for an emulator";
        yield return "- [ ] the process that stays:";
        yield return $"  - `Bus:Aws:FallbackQueue={new TopologyNames(options).FallbackQueueOf(staying)}`";
        yield return "- [ ] the new process, the same program:";
        yield return $"  - `--modules {leaving.Name}`";
        yield return $"  - `Bus:Aws:FallbackQueue={topology.Fallback.Name}`";
        yield return $"  - `ConnectionStrings:{leaving.Name}`, or `Storage:Path`";
        foreach (var key in KeysOf(configuration.GetSection(leaving.Name)))
            yield return $"  - `{key}`, which is set here";
        yield return "  - `Ops:Key` and `Alerts:…`, as here";
    }

    private static IEnumerable<string> KeysOf(IConfigurationSection section) =>
        section.AsEnumerable().Where(setting => setting.Value is not null).Select(setting => setting.Key).Order(StringComparer.Ordinal);
}
