using Npgsql;
using Shop.Testing;

namespace Shop.Messaging.Tests.Testing;

public sealed class PostgresServerTests
{
    [Theory]
    [InlineData(true, "on")]
    [InlineData(false, "off")]
    public async Task A_started_server_is_durable_only_on_request(bool durable, string fsync)
    {
        await using var server = await StartAsync(durable);
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("show fsync", connection);

        Assert.Equal(fsync, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_disposed_server_does_not_answer()
    {
        var server = await StartAsync(durable: false);
        await server.DisposeAsync();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => server.ExecuteAsync("select 1"));
    }

    private static Task<PostgresServer> StartAsync(bool durable)
    {
        Assert.SkipWhen(
            Environment.GetEnvironmentVariable(PostgresServer.ServerVariable) is { Length: > 0 },
            $"{PostgresServer.ServerVariable} gives the server, so that none is started.");
        return PostgresServer.OrSkipAsync(PostgresServer.StartAsync(durable));
    }
}
