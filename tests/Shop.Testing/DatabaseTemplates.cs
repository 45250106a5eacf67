using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Shop.Testing;

/// <summary>Databases with modules' tables and nothing else, migrated once for all tests of a process: a copy costs less than a migration.</summary>
internal static class DatabaseTemplates
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<TemporaryFolder>>> Folders = new();
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Databases = new();

    /// <summary>A folder of SQLite files.</summary>
    public static Task<TemporaryFolder> Folder(IReadOnlyList<string> modules) => Once(Folders, modules, async () =>
    {
        var folder = TemporaryFolder.CreateInMemory("shop-template");
        // Without a pool, the last connection to a file writes everything into it and closes it.
        foreach (var module in modules)
            await Migrate(module, _ => Open(new SqliteConnection($"Data Source={Path.Combine(folder.Path, $"{module}.db")};Pooling=False")));
        return folder;
    });

    /// <summary>A database of the server. Nothing is connected to it, as PostgreSQL demands of a template.</summary>
    public static Task<string> Database(PostgresServer server, IReadOnlyList<string> modules) => Once(Databases, modules, async () =>
    {
        var name = $"template_{Guid.NewGuid():N}";
        await server.ExecuteAsync($"create database {name}");
        foreach (var module in modules)
        {
            var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, SearchPath = module, Pooling = false };
            await Migrate(module, _ => Open(new NpgsqlConnection(connection.ToString())));
        }
        return name;
    });

    /// <summary>Applies the repository's scripts: the bus's, and the module's own if it has any.</summary>
    public static async Task Migrate(string module, Func<CancellationToken, Task<DbConnection>> open)
    {
        var scripts = Path.Combine(Repository.Root, "migrations");
        var runner = new MigrationRunner(scripts);
        if (Directory.Exists(Path.Combine(scripts, module)))
            await runner.ApplyAsync(module, open);
        else
            await runner.ApplyBusAsync(module, open);
    }

    private static Task<T> Once<T>(ConcurrentDictionary<string, Lazy<Task<T>>> made, IReadOnlyList<string> modules, Func<Task<T>> make) =>
        made.GetOrAdd(string.Join(' ', modules), _ => new Lazy<Task<T>>(make)).Value;

    private static async Task<DbConnection> Open(DbConnection connection)
    {
        await connection.OpenAsync();
        return connection;
    }
}
