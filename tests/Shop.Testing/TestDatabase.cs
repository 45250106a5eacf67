using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Shop.Testing;

/// <summary>A new database for modules: a database on the test server, or a folder of SQLite files. Gone when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Func<string, string> connectionStringOf;
    private readonly Func<ValueTask> remove;

    private TestDatabase(StoreKind store, Func<string, string> connectionStringOf, Func<ValueTask> remove) =>
        (Store, this.connectionStringOf, this.remove) = (store, connectionStringOf, remove);

    /// <summary>The kind of store.</summary>
    public StoreKind Store { get; }

    /// <summary>
    /// Creates a database. Without PostgreSQL the calling test is skipped, as <see cref="PostgresServer.OrSkipAsync"/> says.
    /// </summary>
    /// <param name="store">The kind of store.</param>
    /// <param name="modules">
    /// The modules whose tables it has; none for an empty database. They are migrated once for all tests of the process and copied.
    /// </param>
    public static async Task<TestDatabase> CreateAsync(StoreKind store, params IReadOnlyList<string> modules)
    {
        if (store == StoreKind.Sqlite)
            return CreateFolder(modules.Count == 0 ? null : await DatabaseTemplates.Folder(modules));
        var server = await PostgresServer.OrSkipAsync(PostgresServer.Shared);
        return await CreateAsync(server, modules.Count == 0 ? null : await DatabaseTemplates.Database(server, modules));
    }

    /// <summary>The same, but one module's data is in another database, as after an extraction. Disposing it removes neither.</summary>
    public TestDatabase With(string module, TestDatabase its) =>
        new(Store, asked => (asked == module ? its : this).ConnectionString(asked), () => ValueTask.CompletedTask);

    /// <summary>The module's connection string: its schema first on the search path, or its own file.</summary>
    public string ConnectionString(string module) => connectionStringOf(module);

    /// <summary>The configuration that puts modules into this database.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings(IEnumerable<string> modules) => Store == StoreKind.Sqlite
        ? [new("Storage:Path", Path.GetDirectoryName(new SqliteConnectionStringBuilder(ConnectionString("any")).DataSource))]
        : modules.Select(module => new KeyValuePair<string, string?>($"ConnectionStrings:{module}", ConnectionString(module)));

    /// <summary>An open connection to the module's schema or file.</summary>
    public async Task<DbConnection> OpenAsync(string module, CancellationToken ct = default)
    {
        DbConnection connection = Store == StoreKind.Sqlite
            ? new SqliteConnection(ConnectionString(module))
            : new NpgsqlConnection(ConnectionString(module));
        await connection.OpenAsync(ct);
        return connection;
    }

    /// <summary>Drops the database or deletes the folder.</summary>
    public ValueTask DisposeAsync() => remove();

    private static TestDatabase CreateFolder(TemporaryFolder? template)
    {
        var folder = TemporaryFolder.CreateInMemory("shop-sqlite");
        foreach (var file in template is null ? [] : Directory.GetFiles(template.Path, "*.db"))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        return new TestDatabase(StoreKind.Sqlite, ConnectionString, Remove);

        string ConnectionString(string module) => $"Data Source={Path.Combine(folder.Path, $"{module}.db")}";

        ValueTask Remove()
        {
            foreach (var file in Directory.GetFiles(folder.Path, "*.db"))
            {
                using var pooled = new SqliteConnection(ConnectionString(Path.GetFileNameWithoutExtension(file)));
                SqliteConnection.ClearPool(pooled);
            }

            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Creates a database on a server, as a copy of a template if there is one.</summary>
    public static async Task<TestDatabase> CreateAsync(PostgresServer server, string? template = null)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await server.ExecuteAsync($"create database {name}{(template is null ? "" : $" template {template}")}");
        return new TestDatabase(StoreKind.Postgres, ConnectionString, Remove);

        string ConnectionString(string module) =>
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, SearchPath = module, MaxPoolSize = 20 }.ToString();

        // "with (force)" ends the pooled connections that a test leaves behind.
        async ValueTask Remove() => await server.ExecuteAsync($"drop database {name} with (force)");
    }
}
