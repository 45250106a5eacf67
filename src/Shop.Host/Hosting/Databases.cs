using System.Net.Sockets;
using Npgsql;

namespace Shop.Host.Hosting;

/// <summary>Brings the hosted modules' databases up to date, and explains what is wrong when that fails.</summary>
internal static class Databases
{
    /// <summary>Starts the app, which opens the databases.</summary>
    /// <exception cref="StartException">A database was lost meanwhile.</exception>
    public static async Task Start(WebApplication app, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (Exception e) when ((e as NpgsqlException ?? e.InnerException as NpgsqlException) is { } lost)
        {
            throw new StartException(Explain(lost, app));
        }
    }

    /// <exception cref="StartException">A database cannot be reached or migrated.</exception>
    public static async Task<IReadOnlyList<AppliedMigration>> Migrate(WebApplication app, CancellationToken ct)
    {
        try
        {
            var runner = new MigrationRunner(MigrationFiles.Find(app.Environment.ContentRootPath));
            return await app.Services.GetRequiredService<ModuleDatabases>().Migrate(runner, ct);
        }
        catch (MigrationException e)
        {
            throw new StartException(e.Message);
        }
        catch (NpgsqlException e)
        {
            throw new StartException(Explain(e, app));
        }
    }

    private static string Explain(NpgsqlException e, WebApplication app)
    {
        var place = app.Services.GetRequiredService<ModuleDatabases>().All[0].Location;
        return e switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                $"PostgreSQL at {place} has no such database. Create it (createdb), or correct ConnectionStrings:Shop.",
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
                $"PostgreSQL at {place} refuses the user: {e.Message} Correct Username and Password in ConnectionStrings:Shop.",
            PostgresException refused => $"PostgreSQL at {place} refuses: {refused.MessageText} ({refused.SqlState}).",
            _ => $"PostgreSQL cannot be reached at {place} ({(e.InnerException as SocketException)?.Message ?? e.Message}). "
                + "Start it with `docker compose up -d`, or leave ConnectionStrings:Shop empty to use the embedded store.",
        };
    }
}

/// <summary>The shop cannot start, for a reason that the caller can correct; the message says which and how.</summary>
internal sealed class StartException(string message) : Exception(message);
