using Npgsql;
using Shop.Testing;

namespace Shop.Bench;

/// <summary>An empty database for a benchmark, on a disk, and the database's own statistics.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    /// <summary>A connection string of a server whose user may create databases.</summary>
    public const string Variable = "SHOP_BENCH_POSTGRES";

    // An idle backend reports its counters when its last report is 10 s old (PostgreSQL's PGSTAT_IDLE_INTERVAL).
    private static readonly TimeSpan UntilReported = TimeSpan.FromSeconds(11);

    private readonly NpgsqlDataSource? _watch;
    private readonly string _database;
    private readonly Func<ValueTask> _remove;

    private BenchServer(KeyValuePair<string, string?> setting, NpgsqlDataSource? watch, string database, Func<ValueTask> remove)
    {
        Setting = setting;
        _watch = watch;
        _database = database;
        _remove = remove;
    }

    /// <summary>The configuration that puts modules into this database.</summary>
    public KeyValuePair<string, string?> Setting { get; }

    /// <summary>Creates a folder of SQLite files, or a database on the given server, else on one that is started for the run.</summary>
    /// <exception cref="PostgresUnavailableException">PostgreSQL is not available; the message says what to install.</exception>
    public static Task<BenchServer> Start(StoreKind store, string? connection) => store == StoreKind.Sqlite
        ? Task.FromResult(InFolder())
        : OnPostgres(connection ?? Environment.GetEnvironmentVariable(Variable));

    private static BenchServer InFolder()
    {
        var folder = TemporaryFolder.Create("shop-bench");
        return new BenchServer(new("Storage:Path", folder.Path), null, "", () =>
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        });
    }

    private static async Task<BenchServer> OnPostgres(string? given)
    {
        var server = given is { Length: > 0 } ? null : await PostgresServer.StartAsync(durable: true);
        var maintenance = given is { Length: > 0 } ? given : server!.ConnectionString;
        var database = $"bench_{Guid.NewGuid():N}";
        // The counters are read from the maintenance database, so that reading them is not counted.
        var watch = NpgsqlDataSource.Create(maintenance);
        await Execute(watch, $"create database {database}");
        var home = new NpgsqlConnectionStringBuilder(maintenance) { Database = database }.ToString();
        return new BenchServer(new("ConnectionStrings:Shop", home), watch, database, async () =>
        {
            await Execute(watch, $"drop database {database} with (force)");
            await watch.DisposeAsync();
            if (server is not null)
                await server.DisposeAsync();
        });
    }

    /// <summary>
    /// The database's statistics so far. Waits until they are complete, so call it when idle; null for SQLite, which has none.
    /// </summary>
    public async Task<DatabaseWork?> WorkAtRest()
    {
        if (_watch is null)
            return null;
        await Task.Delay(UntilReported);
        await using var read = _watch.CreateCommand(
            "select xact_commit + xact_rollback, (pg_current_wal_insert_lsn() - '0/0')::bigint from pg_stat_database where datname = $1");
        read.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _database });
        await using var row = await read.ExecuteReaderAsync();
        await row.ReadAsync();
        return new DatabaseWork(row.GetInt64(0), row.GetInt64(1));
    }

    /// <summary>
    /// Analyzes the tables, as autovacuum does within a minute of a shop's first orders: until then PostgreSQL uses plans for empty tables.
    /// </summary>
    public async Task Analyze()
    {
        if (_watch is null)
            return;
        await using var home = NpgsqlDataSource.Create(Setting.Value!);
        await Execute(home, "analyze");
    }

    /// <summary>
    /// A session that has read and written and then idles in its transaction: PostgreSQL removes no dead rows while it is open. Dispose it
    /// to end it.
    /// </summary>
    public async Task<IAsyncDisposable> HoldHorizon()
    {
        var session = new NpgsqlConnection(Setting.Value);
        await session.OpenAsync();
        await using var hold = session.CreateCommand();
        hold.CommandText = "begin isolation level repeatable read; create temporary table held (n integer); insert into held values (1); select count(*) from held";
        await hold.ExecuteScalarAsync();
        return session;
    }

    /// <summary>The dead rows of all tables, as the database counts them.</summary>
    public async Task<long> DeadRows()
    {
        await using var session = new NpgsqlConnection(Setting.Value);
        await session.OpenAsync();
        await using var count = session.CreateCommand();
        count.CommandText = "select coalesce(sum(n_dead_tup), 0)::bigint from pg_stat_user_tables";
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private static async Task Execute(NpgsqlDataSource on, string sql)
    {
        await using var command = on.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Removes the data, and the server if it was started for it.</summary>
    public ValueTask DisposeAsync() => _remove();
}

/// <summary>A database's statistics since its creation.</summary>
/// <param name="Transactions">Transactions that ended; a statement outside any is one.</param>
/// <param name="WalBytes">Bytes written ahead, by the whole server.</param>
internal sealed record DatabaseWork(long Transactions, long WalBytes)
{
    public static DatabaseWork operator -(DatabaseWork later, DatabaseWork earlier) =>
        new(later.Transactions - earlier.Transactions, later.WalBytes - earlier.WalBytes);
}
