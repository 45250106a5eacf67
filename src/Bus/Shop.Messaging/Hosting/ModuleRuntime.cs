using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Events;
using Shop.Messaging.Consuming;
using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;
using Shop.Messaging.Publishing;
using Shop.Messaging.Storage;
using Shop.Messaging.Transports;

namespace Shop.Messaging.Hosting;

/// <summary>A hosted module with its parts of the bus, wired: relay, inbox processor, external calls, retry scheduler.</summary>
internal sealed class ModuleRuntime : IRejectedEvents, ICallInvoker
{
    private readonly IServiceScopeFactory _scopes;
    private readonly ExternalCalls _calls;

    public ModuleRuntime(
        ModuleDeclaration declaration, ModuleStore store, BusRuntime bus, EventThrottle throttle, IServiceScopeFactory scopes, ILoggerFactory loggers)
    {
        _scopes = scopes;
        var rules = new RuleBook(declaration.Name, declaration.Rules);
        var transactions = new HandlerTransactions(declaration.Database, store, scopes);
        _calls = new ExternalCalls(declaration.Name, this, bus, throttle, loggers.CreateLogger<ExternalCalls>());
        var retries = new RetryScheduler(store.Inbox, rules, _calls, bus, loggers.CreateLogger<RetryScheduler>());
        var processor = new InboxProcessor(declaration.Name, store.Inbox, transactions, _calls, retries, bus, loggers.CreateLogger<InboxProcessor>());
        Relay = new OutboxRelay(store.Outbox, this, bus, loggers.CreateLogger<OutboxRelay>());
        Publisher = new ModulePublisher(declaration, store, Relay, bus);
        Module = new HostedModule(declaration, store, rules, processor, retries, transactions);
    }

    public HostedModule Module { get; }

    public ModulePublisher Publisher { get; }

    public OutboxRelay Relay { get; }

    /// <summary>The loops that run until the process stops. Archiving is not among them: it ends last.</summary>
    public IEnumerable<Func<Task>> Loops(CancellationToken stopping, CancellationToken abort) =>
    [
        () => _calls.Run(Module.Processor, stopping, abort),
        () => Module.Retries.Run(Module.Processor, stopping, abort),
        () => Relay.Run(stopping),
    ];

    Task IRejectedEvents.StoreRejected(Envelope envelope, TransportRejectedException why, CancellationToken ct) =>
        Module.Processor.RecordFailure(new InboxMessage(envelope, BuiltInRules.Send(Module.Name, envelope)), why, ct);

    async Task<object?> ICallInvoker.Call(InboxMessage message, CancellationToken ct)
    {
        await using var scope = _scopes.CreateAsyncScope();
        return await ((ExternalCallInvoker)message.Rule.Invoker).Call(scope.ServiceProvider, message, ct);
    }
}

/// <summary>The modules that this process hosts, wired.</summary>
internal sealed class ModuleRuntimes(IEnumerable<ModuleRuntime> runtimes) : IPublishers, IAsyncDisposable
{
    public IReadOnlyList<ModuleRuntime> All { get; } = [.. runtimes];

    public ModulePublisher PublisherOf(string module) => All.FirstOrDefault(runtime => runtime.Module.Name == module)?.Publisher
        ?? throw new KeyNotFoundException($"The module {module} is not hosted by this process.");

    public async ValueTask DisposeAsync()
    {
        foreach (var runtime in All)
            await runtime.Module.Store.DisposeAsync();
    }
}
