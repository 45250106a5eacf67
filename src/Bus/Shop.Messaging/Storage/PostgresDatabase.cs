using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Messaging.Migrations;

namespace Shop.Messaging.Storage;

/// <summary>A module in a PostgreSQL schema of its own, found by the connection's search_path.</summary>
internal sealed class PostgresDatabase : ModuleDatabase
{
    private readonly NpgsqlDataSource _source;

    /// <summary>A module's schema in the database that a connection string names.</summary>
    /// <param name="connectionString">As Npgsql takes it. Pool size and prepared statements may be set in it.</param>
    /// <param name="schema">The module's schema.</param>
    public PostgresDatabase(string connectionString, string schema)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = schema, ApplicationName = "shop-" + schema, NoResetOnClose = true };
        if (settings.MaxAutoPrepare == 0) (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (100, 2);
        if (!connectionString.Contains("Pool Size", StringComparison.OrdinalIgnoreCase)) settings.MaxPoolSize = 20;
        // A process that hangs in a transaction must not keep its locks, nor keep the server from clearing away dead rows.
        settings.Options ??= "-c idle_in_transaction_session_timeout=60s";
        _source = NpgsqlDataSource.Create(settings);
        Location = $"{settings.Host}:{settings.Port}/{settings.Database}, schema {schema}";
    }

    public override StoreKind Kind => StoreKind.Postgres;

    public override SqlDialect Dialect { get; } = new PostgresDialect();

    public override bool Exclusive => false;

    /// <summary>One Sync ends a pipelined batch, so the server makes it one implicit transaction.</summary>
    public override bool PipelinesInserts => true;

    public override string Location { get; }

    public override void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(_source);

    public override ValueTask<IDisposable?> AcquireWriteLock(CancellationToken ct) => default;

    public override async Task<DbConnection> Open(CancellationToken ct) => await _source.OpenConnectionAsync(ct);

    public override ValueTask DisposeAsync() => _source.DisposeAsync();
}
