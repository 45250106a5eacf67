using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Messaging.Consuming;
using Shop.Messaging.Kernel;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Operating;

/// <summary>The long-running operations of this process's modules: started, listed, cancelled, resumed; and the audit log of what operators did.</summary>
public sealed class BulkOperations : IHostedService, IDisposable
{
    private readonly HostedModules _modules;
    private readonly Dictionary<string, OperationRunner> _runners;
    private readonly CancellationTokenSource _stopping = new();
    private readonly InboxRetention _retention;
    private Task _running = Task.CompletedTask;

    internal BulkOperations(HostedModules modules, BusRuntime bus, ILogger<BulkOperations> logger)
    {
        (_modules, _retention) = (modules, new InboxRetention(bus.Options, bus.Clock));
        _runners = modules.ToDictionary(module => module.Name, module => new OperationRunner(module, modules, bus, logger));
    }

    /// <summary>The operation of that id; null when no module here has it.</summary>
    public async Task<BulkOperation?> Find(Guid id, CancellationToken ct)
    {
        foreach (var module in _modules)
            if (await module.Store.Operations.Find(module.Name, id, ct) is { } found)
                return found;
        return null;
    }

    /// <summary>A page of operations, newest first.</summary>
    /// <param name="before">The last of the page before; null for the first page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Ends the search.</param>
    public async Task<IReadOnlyList<BulkOperation>> List(Guid? before, int limit, CancellationToken ct)
    {
        var found = new List<BulkOperation>();
        foreach (var module in _modules)
            found.AddRange(await module.Store.Operations.List(module.Name, before, limit, ct));
        return [.. found.OrderByDescending(operation => operation.Id.ToString(), StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>Ends a running operation; false when it is not running. What is done stays done.</summary>
    public Task<bool> Cancel(BulkOperation operation, string actor, CancellationToken ct) =>
        _modules[operation.Module].Store.Operations.SetState(operation.Id, [OperationState.Running], OperationState.Cancelled, null, actor, ct);

    /// <summary>Lets an ended operation continue where it was; false when it runs or is finished.</summary>
    /// <exception cref="OperationRejectedException">A replay begins before the inboxes' retention by now.</exception>
    public async Task<bool> Resume(BulkOperation operation, string actor, CancellationToken ct)
    {
        if (operation.Kind == OperationKind.Replay)
            _retention.Check(OperationFilter.Read<ReplayRequest>(operation.Filter));
        OperationState[] ended = [OperationState.Cancelled, OperationState.Stopped];
        var resumed = await _modules[operation.Module].Store.Operations.SetState(operation.Id, ended, OperationState.Running, null, actor, ct);
        _runners[operation.Module].Wake();
        return resumed;
    }

    /// <summary>A page of the audit log, newest first.</summary>
    /// <param name="before">The last of the page before; null for the first page.</param>
    /// <param name="operation">Entries of one operation; null for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Ends the search.</param>
    public async Task<IReadOnlyList<AuditLogEntry>> AuditLog(Guid? before, Guid? operation, int limit, CancellationToken ct)
    {
        var found = new List<AuditLogEntry>();
        foreach (var module in _modules)
            found.AddRange(await module.Store.Operations.AuditLog(module.Name, before, operation, limit, ct));
        return [.. found.OrderByDescending(entry => entry.Id.ToString(), StringComparer.Ordinal).Take(limit)];
    }

    internal async Task<BulkOperation> Start(HostedModule module, OperationKind kind, string filter, long total, BulkOptions options, CancellationToken ct)
    {
        if (options.Rate is < 1 || options.Canary < 0)
            throw new OperationRejectedException("A rate is 1 or more a second, and a canary 0 or more dead letters.");
        var started = new BulkOperation(
            Guid.CreateVersion7(), module.Name, kind, OperationState.Running, filter, options.Actor, options.Rate, total, 0, 0, null, default, default, null)
        {
            Canary = options.Canary,
        };
        await module.Store.Operations.Start(started, ct);
        _runners[module.Name].Wake();
        return (await module.Store.Operations.Find(module.Name, started.Id, ct))!;
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var module in _modules)
        {
            if (module.Store.Database.Exclusive)
                await module.Store.Operations.ReleaseLeases(null, cancellationToken);
            await module.Store.Inbox.RegisterRules(module.Declaration.Rules.Select(rule => rule.Name), cancellationToken);
        }
        var stopping = _stopping.Token;
        _running = Task.WhenAll(_runners.Values.Select(runner => Task.Run(() => runner.Run(stopping), CancellationToken.None)));
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A host that failed to start disposes of what was never stopped; one that stopped does so more than once.
        if (!_stopping.IsCancellationRequested) _stopping.Cancel();
        _stopping.Dispose();
    }
}

/// <summary>Who starts an operation, and how fast it runs.</summary>
/// <param name="Actor">Who; the audit log records it.</param>
/// <param name="Rate">Items a second at most, 1 or more; null for no limit.</param>
/// <param name="Canary">How many items come first, the rest only when these were handled; 0 for all at once.</param>
public sealed record BulkOptions(string Actor, int? Rate = null, int Canary = 0);

/// <summary>An operation cannot be done, for a reason that the caller can remove; nothing was changed.</summary>
/// <param name="message">The reason, and what to ask for instead.</param>
public sealed class OperationRejectedException(string message) : Exception(message);

internal static class OperationFilter
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Json<T>(T filter) => JsonSerializer.Serialize(filter, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("The operation's filter is null.");
}
