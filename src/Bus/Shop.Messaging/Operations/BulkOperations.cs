using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Shop.Messaging;

/// <summary>The operations of this process's modules: begun, watched, ended, resumed; and the trail of what people did.</summary>
public sealed class BulkOperations : IHostedService, IDisposable
{
    private readonly Modules _modules;
    private readonly Dictionary<string, OperationRunner> _runners;
    private readonly CancellationTokenSource _stopping = new();
    private readonly InboxRetention _retention;
    private Task _running = Task.CompletedTask;

    internal BulkOperations(Modules modules, BusRuntime bus, ILogger<BulkOperations> logger)
    {
        (_modules, _retention) = (modules, new InboxRetention(bus.Options, bus.Clock));
        _runners = modules.ToDictionary(module => module.Name, module => new OperationRunner(module, modules, bus, logger));
    }

    /// <summary>The operation of that id; null when no module here has it.</summary>
    public async Task<BulkOperation?> Find(Guid id, CancellationToken ct)
    {
        foreach (var module in _modules)
            if (await module.Store.FindOperation(module.Name, id, ct) is { } found)
                return found;
        return null;
    }

    /// <summary>A page of them, newest first.</summary>
    /// <param name="before">The last of the page before; null for the first page.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="ct">Ends the search.</param>
    public async Task<IReadOnlyList<BulkOperation>> List(Guid? before, int limit, CancellationToken ct)
    {
        var found = new List<BulkOperation>();
        foreach (var module in _modules)
            found.AddRange(await module.Store.ListOperations(module.Name, before, limit, ct));
        return [.. found.OrderByDescending(operation => operation.Id.ToString(), StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>Ends a running operation; false when it is not running. What is done stays done.</summary>
    public Task<bool> Cancel(BulkOperation operation, string actor, CancellationToken ct) =>
        _modules[operation.Module].Store.SetState(operation.Id, [OperationState.Running], OperationState.Cancelled, null, actor, ct);

    /// <summary>Lets an ended operation go on where it was; false when it runs or is finished.</summary>
    /// <exception cref="OperationRejectedException">A replay begins before what the inboxes remember by now.</exception>
    public async Task<bool> Resume(BulkOperation operation, string actor, CancellationToken ct)
    {
        if (operation.Kind == OperationKind.Replay)
            _retention.Check(OperationFilter.Read<ReplayRequest>(operation.Filter));
        OperationState[] ended = [OperationState.Cancelled, OperationState.Stopped];
        var resumed = await _modules[operation.Module].Store.SetState(operation.Id, ended, OperationState.Running, null, actor, ct);
        _runners[operation.Module].Wake();
        return resumed;
    }

    /// <summary>What people did, newest first.</summary>
    /// <param name="before">The last of the page before; null for the first page.</param>
    /// <param name="operation">Of one operation; null for all.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="ct">Ends the search.</param>
    public async Task<IReadOnlyList<AuditLogEntry>> AuditLog(Guid? before, Guid? operation, int limit, CancellationToken ct)
    {
        var found = new List<AuditLogEntry>();
        foreach (var module in _modules)
            found.AddRange(await module.Store.AuditLog(module.Name, before, operation, limit, ct));
        return [.. found.OrderByDescending(entry => entry.Id.ToString(), StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>
    /// Saves what an operator changed in a module's own data, and notes it, in one transaction: that of <see cref="ModuleDbContext.InTransaction"/>
    /// where one is under way.
    /// </summary>
    /// <param name="module">Whose data.</param>
    /// <param name="db">What was changed and published, not saved yet.</param>
    /// <param name="actor">Who.</param>
    /// <param name="action">What was done.</param>
    /// <param name="before">To what, as it was.</param>
    /// <param name="after">As it became.</param>
    /// <param name="ct">Gives it up: nothing is changed.</param>
    public async Task SaveWithAudit(string module, ModuleDbContext db, string actor, string action, string before, string after, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (_modules[module].Declared.Database != db.GetType())
            throw new ArgumentException($"{db.GetType().Name} is not the database of {module}.", nameof(db));
        if (db.Database.CurrentTransaction is null)
            await db.InTransaction(Save, ct);
        else
            await Save();

        async Task<int> Save()
        {
            var saved = await db.SaveChangesAsync(ct);
            await ModuleStore.WriteAudit(db.Database.GetDbConnection(), actor, action, null, null, null, before, after, ct);
            return saved;
        }
    }

    internal async Task<BulkOperation> Begin(Module module, OperationKind kind, string filter, long total, BulkOptions how, CancellationToken ct)
    {
        if (how.Rate is < 1 || how.Canary < 0)
            throw new OperationRejectedException("A rate is 1 or more a second, and a canary 0 or more letters.");
        var started = new BulkOperation(
            Guid.CreateVersion7(), module.Name, kind, OperationState.Running, filter, how.Actor, how.Rate, total, 0, 0, null, default, default, null) { Canary = how.Canary };
        await module.Store.Begin(started, ct);
        _runners[module.Name].Wake();
        return (await module.Store.FindOperation(module.Name, started.Id, ct))!;
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var module in _modules)
        {
            if (module.Store.Exclusive)
                await module.Store.ReleaseOperations(null, cancellationToken);
            await module.Store.RegisterRules(module.Declared.Rules.Select(rule => rule.Name), cancellationToken);
        }
        _running = Task.WhenAll(_runners.Values.Select(runner => Task.Run(() => runner.Run(_stopping.Token), CancellationToken.None)));
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running;
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();
}
