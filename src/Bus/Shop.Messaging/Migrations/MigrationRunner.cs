using System.Data.Common;

namespace Shop.Messaging.Migrations;

/// <summary>
/// Migrates a module's database with plain SQL scripts. Each script and its row in <c>schema_history</c> are one
/// transaction; of two processes that start at once, one applies a script while the other waits and then finds it done.
/// </summary>
/// <param name="root">The folder with a folder of scripts for each module, and <c>bus</c> for the bus's own tables.</param>
public sealed class MigrationRunner(string root)
{
    /// <summary>The series of the bus's own tables, which every module has in its schema or file.</summary>
    public const string BusSeries = "bus";

    /// <summary>Applies the pending scripts of the bus's tables, then of the module's own.</summary>
    /// <param name="module">The module's name, which is also the name of its folder.</param>
    /// <param name="open">Opens a connection to the module's database; the runner closes it.</param>
    /// <param name="ct">Stops between statements; the interrupted script is rolled back.</param>
    /// <returns>The applied scripts, in order; empty if the database was up to date.</returns>
    /// <exception cref="MigrationException">A script was rejected or failed.</exception>
    public Task<IReadOnlyList<AppliedMigration>> ApplyAsync(
        string module, Func<CancellationToken, Task<DbConnection>> open, CancellationToken ct = default) =>
        ApplyAsync(module, [BusSeries, module], open, ct);

    /// <summary>Applies the bus's tables alone, for a module that has none of its own.</summary>
    /// <inheritdoc cref="ApplyAsync(string, Func{CancellationToken, Task{DbConnection}}, CancellationToken)"/>
    public Task<IReadOnlyList<AppliedMigration>> ApplyBusAsync(
        string module, Func<CancellationToken, Task<DbConnection>> open, CancellationToken ct = default) =>
        ApplyAsync(module, [BusSeries], open, ct);

    private async Task<IReadOnlyList<AppliedMigration>> ApplyAsync(
        string module, string[] seriesInOrder, Func<CancellationToken, Task<DbConnection>> open, CancellationToken ct)
    {
        await using var connection = await open(ct);
        var store = MigrationStore.For(module, connection);
        var files = seriesInOrder.Select(series => (series, MigrationFolder.Read(Path.Combine(root, series), store.Kind))).ToList();

        var applied = new List<AppliedMigration>();
        while (Pending(await store.ReadHistoryAsync(ct)).Any() && await ApplyNextAsync() is { } script)
            applied.Add(new AppliedMigration(module, script.Series, script.Number, script.Name));
        return applied;

        IEnumerable<MigrationScript> Pending(IReadOnlyList<HistoryRow> history) => files.SelectMany(file => MigrationPlan.Pending(
            module, Path.Combine(root, file.series), file.Item2, [.. history.Where(row => row.Series == file.series)]));

        // Read the history again within the lock: another process may have been faster.
        async Task<MigrationScript?> ApplyNextAsync()
        {
            await using var transaction = await store.BeginAsync(ct);
            if (Pending(await store.ReadHistoryAsync(ct)).FirstOrDefault() is not { } script)
                return null;

            await RunAsync(module, store, script, transaction, ct);
            return script;
        }
    }

    private static async Task RunAsync(
        string module, MigrationStore store, MigrationScript script, DbTransaction transaction, CancellationToken ct)
    {
        var at = new Statement("", Line: 1);
        try
        {
            foreach (var statement in script.Statements(store.IsComplete))
                await store.RunAsync((at = statement).Sql, ct);
            await store.RecordAsync(script, ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbException error)
        {
            throw new MigrationException(
                $"Module '{module}' could not be migrated: {script.Path}, line {at.Line + store.LinesToError(at.Sql, error)}: {error.Message} "
                + "The script was rolled back; correct it and start again.", error);
        }
    }
}
