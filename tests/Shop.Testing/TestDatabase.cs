using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Shop.Testing;

/// <summary>A new, empty database for modules: a database on the test server, or a folder of SQLite files. Gone when disposed.</summary>
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
    public static Task<TestDatabase> CreateAsync(StoreKind store) =>
        store == StoreKind.Sqlite ? Task.FromResult(CreateFolder()) : CreateOnServerAsync();

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

    private static TestDatabase CreateFolder()
    {
        var folder = TemporaryFolder.Create("shop-sqlite");
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

    private static async Task<TestDatabase> CreateOnServerAsync() => await CreateAsync(await PostgresServer.OrSkipAsync(PostgresServer.Shared));

    /// <summary>Makes a database on a server.</summary>
    public static async Task<TestDatabase> CreateAsync(PostgresServer server)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await server.ExecuteAsync($"create database {name}");
        return new TestDatabase(StoreKind.Postgres, ConnectionString, Remove);

        string ConnectionString(string module) =>
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, SearchPath = module, MaxPoolSize = 20 }.ToString();

        // "with (force)" ends the pooled connections that a test leaves behind.
        async ValueTask Remove() => await server.ExecuteAsync($"drop database {name} with (force)");
    }
}
