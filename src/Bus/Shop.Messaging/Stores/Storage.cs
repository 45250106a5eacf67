using Microsoft.Extensions.Configuration;

namespace Shop.Messaging;

/// <summary>
/// Where modules keep their data: in PostgreSQL when <c>ConnectionStrings:&lt;module&gt;</c> or <c>ConnectionStrings:Shop</c> is set, else in a
/// SQLite file a module in the folder <c>Storage:Path</c>.
/// </summary>
public static class Storage
{
    /// <summary>The folder of the embedded store when nothing else is said.</summary>
    public const string DefaultPath = ".data";

    /// <summary>The folder of the embedded store.</summary>
    public static string PathOf(IConfiguration configuration) =>
        Path.GetFullPath(configuration["Storage:Path"] is { Length: > 0 } path ? path : DefaultPath);

    /// <summary>The module's database. Nothing is opened yet.</summary>
    public static ModuleStore Open(IConfiguration configuration, string module)
    {
        var connection = configuration.GetConnectionString(module) ?? configuration.GetConnectionString("Shop");
        if (!string.IsNullOrWhiteSpace(connection))
            return new PostgresStore(connection, module);
        var folder = PathOf(configuration);
        Directory.CreateDirectory(folder);
        return new SqliteStore(Path.Combine(folder, module + ".db"));
    }
}
