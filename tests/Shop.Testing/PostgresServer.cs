using Npgsql;
using Xunit;

namespace Shop.Testing;

/// <summary>
/// A PostgreSQL server for tests: the one that <c>SHOP_TEST_POSTGRES</c> names, else a container, else one started from the
/// binaries of this machine. Whatever was started ends with the test process, also when that is killed.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>A connection string of a server whose user may create databases.</summary>
    public const string ServerVariable = "SHOP_TEST_POSTGRES";

    private static readonly Lazy<Task<PostgresServer>> Common = new(() => StartAsync());

    private readonly Func<ValueTask> stop;
    private readonly Func<Task, Task>? crash;

    internal PostgresServer(string connectionString, Func<ValueTask> stop, Func<Task, Task>? crash = null) =>
        (ConnectionString, this.stop, this.crash) = (connectionString, stop, crash);

    /// <summary>Connects to the server's maintenance database as a user who may create others.</summary>
    public string ConnectionString { get; }

    /// <summary>The server that all tests of this process share; started on first use.</summary>
    /// <exception cref="PostgresUnavailableException">None is available; the message says what to install.</exception>
    public static Task<PostgresServer> Shared => Common.Value;

    /// <summary>Starts a separate server.</summary>
    /// <param name="durable">
    /// Whether commits wait for the disk, as in production. Tests do without; benchmarks and crash tests need it. It does not
    /// affect a server named by <c>SHOP_TEST_POSTGRES</c>.
    /// </param>
    /// <exception cref="PostgresUnavailableException">None is available; the message says what to install.</exception>
    public static async Task<PostgresServer> StartAsync(bool durable = false)
    {
        if (Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } given)
            return await GivenAsync(given);

        var disk = durable ? "on" : "off";
        string[] settings = ["max_connections=200", $"fsync={disk}", $"synchronous_commit={disk}", $"full_page_writes={disk}"];
        if (!durable)
            settings = [.. settings, "max_wal_size=128MB"];

        var (container, noContainer) = await PostgresContainer.TryStartAsync(settings);
        if (container is not null)
            return container;

        return PostgresBinaries.Find() is { } binaries
            ? await LocalPostgres.StartAsync(binaries, settings, durable)
            : throw new PostgresUnavailableException(
                "No PostgreSQL for the tests. Install it (Debian: apt-get install postgresql), or start Docker, "
                + $"or set {ServerVariable} to the connection string of a server. Docker said: {noContainer}");
    }

    /// <summary>Starts a separate durable server from this machine's binaries, for <see cref="Crash(TimeSpan)"/>.</summary>
    /// <exception cref="PostgresUnavailableException">The binaries are not there.</exception>
    public static async Task<PostgresServer> StartMortalAsync() => PostgresBinaries.Find() is { } binaries
        ? await LocalPostgres.StartAsync(binaries, ["max_connections=200"], durable: true)
        : throw new PostgresUnavailableException(
            "A PostgreSQL that can be crashed is started from the server's binaries, which are not on this machine. Install them (Debian: apt-get install postgresql).");

    /// <summary>
    /// Awaits a server. Where there is none the calling test is skipped with what to install, or fails if
    /// <c>SHOP_TEST_POSTGRES_REQUIRED</c> is <c>true</c>, as on the build server.
    /// </summary>
    public static async Task<PostgresServer> OrSkipAsync(Task<PostgresServer> starting)
    {
        try
        {
            return await starting;
        }
        catch (PostgresUnavailableException error) when (Environment.GetEnvironmentVariable("SHOP_TEST_POSTGRES_REQUIRED") != "true")
        {
            Assert.Skip(error.Message);
            throw;
        }
    }

    private static async Task<PostgresServer> GivenAsync(string connectionString)
    {
        var server = new PostgresServer(connectionString, () => ValueTask.CompletedTask);
        try
        {
            await server.ExecuteAsync("select 1");
            return server;
        }
        catch (NpgsqlException error)
        {
            throw new InvalidOperationException(
                $"The server that {ServerVariable} names does not answer: {error.Message}. Start it, or unset the variable to use another.", error);
        }
    }

    /// <summary>Runs one statement in the maintenance database.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Ends the server at once, as a power cut would, and starts it again on the same data and port. Returns when it takes connections.
    /// </summary>
    /// <param name="downtime">How long it stays down.</param>
    public Task Crash(TimeSpan downtime) => Crash(Task.Delay(downtime));

    /// <summary>The same, but it stays down until a task has ended.</summary>
    public Task Crash(Task until) =>
        crash?.Invoke(until) ?? throw new InvalidOperationException("This server was not started from binaries: start a mortal one.");

    /// <summary>Stops and deletes the server if it was started here.</summary>
    public ValueTask DisposeAsync() => stop();
}

/// <summary>There is no PostgreSQL on this machine; the message says how to get one.</summary>
public sealed class PostgresUnavailableException(string message) : Exception(message);
