using System.Collections;
using Shop.Messaging.Modules;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Consuming;

/// <summary>A module that this process hosts: what it declares, its database, and the parts of the bus that serve it.</summary>
internal sealed record HostedModule(
    ModuleDeclaration Declaration, ModuleStore Store, RuleBook Rules, InboxProcessor Processor, RetryScheduler Retries, HandlerTransactions Transactions)
{
    public string Name => Declaration.Name;
}

/// <summary>The modules that this process hosts. Internal to the bus: a module has no way to another's database.</summary>
internal sealed class HostedModules(IEnumerable<HostedModule> modules) : IReadOnlyCollection<HostedModule>
{
    private readonly Dictionary<string, HostedModule> _modules = modules.ToDictionary(module => module.Name);

    /// <summary>The hosted module of that name.</summary>
    /// <exception cref="KeyNotFoundException">It is not hosted here.</exception>
    public HostedModule this[string name] =>
        _modules.TryGetValue(name, out var module) ? module : throw new KeyNotFoundException($"The module {name} is not hosted by this process.");

    public int Count => _modules.Count;

    public IEnumerator<HostedModule> GetEnumerator() => _modules.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
