using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Shop.Messaging.Migrations;

namespace Shop.Messaging.Storage;

/// <summary>A module in a SQLite file of its own: the store when nothing else is configured.</summary>
internal sealed class SqliteDatabase : ModuleDatabase
{
    // SQLite has one writer and makes the others sleep and try again; a queue in the process lets them pass in order instead.
    private readonly SemaphoreSlim _writers = new(1);
    private readonly string _connectionString;

    /// <summary>A module's file.</summary>
    /// <param name="path">Where it is; created if missing.</param>
    public SqliteDatabase(string path)
    {
        Location = path;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString();
    }

    public override StoreKind Kind => StoreKind.Sqlite;

    public override SqlDialect Dialect { get; } = new SqliteDialect();

    public override bool Exclusive => true;

    /// <summary>There is no round trip to save: the database is in the process.</summary>
    public override bool PipelinesInserts => false;

    public override string Location { get; }

    public override void Configure(DbContextOptionsBuilder options) => options.UseSqlite(_connectionString).AddInterceptors(new Pragmas());

    public override async ValueTask<IDisposable?> AcquireWriteLock(CancellationToken ct)
    {
        await _writers.WaitAsync(ct);
        return new WriteLock(_writers);
    }

    public override async Task<DbConnection> Open(CancellationToken ct)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(ct);
        Pragmas.Set(connection);
        return connection;
    }

    public override ValueTask DisposeAsync()
    {
        _writers.Dispose();
        using var any = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(any);
        return ValueTask.CompletedTask;
    }

    private sealed class WriteLock(SemaphoreSlim writers) : IDisposable
    {
        public void Dispose() => writers.Release();
    }

    /// <summary>Configures each connection when it opens.</summary>
    private sealed class Pragmas : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Set(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Set(connection);
            return Task.CompletedTask;
        }

        /// <summary>Readers do not wait for the writer (WAL); a commit is on the disk before it is acknowledged (FULL).</summary>
        public static void Set(DbConnection connection)
        {
            using var command = connection.Statement("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;");
            command.ExecuteNonQuery();
        }
    }
}
