using System.Collections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>The modules that this process hosts, and what is known of the others.</summary>
public sealed class Modules : IReadOnlyCollection<Module>, IAsyncDisposable
{
    private readonly Dictionary<string, Module> _hosted;
    private readonly RuleSet _remoteRules;

    internal Modules(
        IReadOnlyList<ModuleDeclaration> all, IReadOnlySet<string> hosted, Func<string, ModuleStore> store,
        BusRuntime bus, IServiceScopeFactory scopes, ILoggerFactory loggers)
    {
        All = all;
        _hosted = all.Where(declared => hosted.Contains(declared.Name))
            .ToDictionary(declared => declared.Name, declared => new Module(declared, store(declared.Name), bus, scopes, loggers));
        _remoteRules = RuleSet.Create(all.Where(declared => !hosted.Contains(declared.Name)).SelectMany(declared => declared.Rules)
            .Select(rule => KeyValuePair.Create($"{rule.Module}/{rule.Name}", rule.Pattern)));
    }

    /// <summary>Every module of the shop, hosted here or elsewhere.</summary>
    public IReadOnlyList<ModuleDeclaration> All { get; }

    /// <summary>The hosted module of that name.</summary>
    /// <exception cref="KeyNotFoundException">It is not hosted here.</exception>
    public Module this[string name] =>
        _hosted.TryGetValue(name, out var module) ? module : throw new KeyNotFoundException($"The module {name} is not hosted by this process.");

    /// <summary>Whether the module of that name is hosted here.</summary>
    public bool Hosts(string name) => _hosted.ContainsKey(name);

    /// <summary>The modules that another process hosts.</summary>
    public IReadOnlyList<string> RemoteModules => [.. All.Select(module => module.Name).Where(name => !Hosts(name))];

    /// <summary>The rules of modules elsewhere that match an event, each as <c>module/rule</c>: what became of it there only their process knows.</summary>
    /// <param name="json">The event's envelope, UTF-8.</param>
    public IReadOnlyList<string> RemoteSubscribers(ReadOnlySpan<byte> json)
    {
        var matched = new List<string>();
        _remoteRules.Match(json, matched);
        return [.. matched.Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public int Count => _hosted.Count;

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => _hosted.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var module in _hosted.Values)
            await module.Store.DisposeAsync();
    }
}
