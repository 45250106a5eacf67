using Shop.Messaging.Consuming;
using Shop.Messaging.Migrations;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Hosting;

/// <summary>The databases of the modules that this process hosts, for the host: where they are, what they still have to do, and their migration.</summary>
public sealed class ModuleDatabases
{
    private readonly HostedModules _modules;

    internal ModuleDatabases(HostedModules modules) => _modules = modules;

    /// <summary>Each hosted module's database: which kind, and where, without secrets.</summary>
    public IReadOnlyList<(string Module, StoreKind Kind, string Location)> All =>
        [.. _modules.Select(module => (module.Name, module.Store.Database.Kind, module.Store.Database.Location))];

    /// <summary>What a hosted module still has to do.</summary>
    public Task<Backlog> Backlog(string module, CancellationToken ct) => _modules[module].Store.Outbox.Backlog(ct);

    /// <summary>Checks that a hosted module's database takes writes, if its last one failed.</summary>
    /// <exception cref="System.Data.Common.DbException">It does not.</exception>
    public Task CheckWrites(string module, CancellationToken ct) => _modules[module].Store.Database.CheckWrites(ct);

    /// <summary>Migrates every hosted module's database, all at once.</summary>
    /// <returns>What was applied.</returns>
    /// <exception cref="MigrationException">A script was rejected or failed.</exception>
    public async Task<IReadOnlyList<AppliedMigration>> Migrate(MigrationRunner runner, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(runner);
        var applied = await Task.WhenAll(_modules.Select(module => Task.Run(() => runner.ApplyAsync(module.Name, module.Store.Database.Open, ct), ct)));
        return [.. applied.SelectMany(scripts => scripts)];
    }
}
