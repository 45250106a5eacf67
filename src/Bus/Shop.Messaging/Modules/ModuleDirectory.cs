namespace Shop.Messaging.Modules;

/// <summary>Every module of the shop: what each declares, and which of them this process hosts.</summary>
public sealed class ModuleDirectory
{
    private readonly HashSet<string> _hosted;
    private readonly RuleSet _remoteRules;

    internal ModuleDirectory(IReadOnlyList<ModuleDeclaration> all, IReadOnlySet<string> hosted)
    {
        All = all;
        _hosted = [.. hosted];
        Hosted = [.. all.Where(module => hosted.Contains(module.Name))];
        _remoteRules = RuleSet.Create(all.Where(module => !hosted.Contains(module.Name)).SelectMany(module => module.Rules)
            .Select(rule => KeyValuePair.Create($"{rule.Module}/{rule.Name}", rule.Pattern)));
    }

    /// <summary>Every module, hosted here or remote.</summary>
    public IReadOnlyList<ModuleDeclaration> All { get; }

    /// <summary>The modules that this process hosts.</summary>
    public IReadOnlyList<ModuleDeclaration> Hosted { get; }

    /// <summary>The names of the modules that another process hosts.</summary>
    public IReadOnlyList<string> RemoteModules => [.. All.Select(module => module.Name).Where(name => !Hosts(name))];

    /// <summary>Whether this process hosts the module of that name.</summary>
    public bool Hosts(string module) => _hosted.Contains(module);

    /// <summary>The rules of remote modules that match an event, each as <c>module/rule</c>: only their process knows what became of it there.</summary>
    /// <param name="envelope">The event's envelope, JSON in UTF-8.</param>
    public IReadOnlyList<string> RemoteSubscribers(ReadOnlySpan<byte> envelope)
    {
        var matched = new List<string>();
        _remoteRules.Match(envelope, matched);
        return [.. matched.Order(StringComparer.Ordinal)];
    }
}
