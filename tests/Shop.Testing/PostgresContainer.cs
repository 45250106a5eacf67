using DotNet.Testcontainers.Builders;
using Testcontainers.PostgreSql;

namespace Shop.Testing;

/// <summary>PostgreSQL in a container; Testcontainers' reaper removes it when the test process is gone.</summary>
internal static class PostgresContainer
{
    private const string Image = "postgres:17-alpine";

    /// <returns>The server, or why there is none: no engine answers.</returns>
    public static async Task<(PostgresServer? Server, string Reason)> TryStartAsync(IEnumerable<string> settings)
    {
        try
        {
            var container = new PostgreSqlBuilder(Image).WithCommand([.. settings.SelectMany(setting => new[] { "-c", setting })]).Build();
            await container.StartAsync();
            return (new PostgresServer(container.GetConnectionString(), container.DisposeAsync), "");
        }
        catch (DockerUnavailableException error)
        {
            return (null, error.Message.Split('\n')[0].Trim());
        }
    }
}
