using Microsoft.Extensions.Configuration;

namespace Shop.Messaging.Storage;

/// <summary>
/// Where modules store their data: in PostgreSQL when <c>ConnectionStrings:&lt;module&gt;</c> or <c>ConnectionStrings:Shop</c> is set, else in a
/// SQLite file for each module in the folder <c>Storage:Path</c>.
/// </summary>
public static class StorageSettings
{
    /// <summary>The embedded store's folder unless <c>Storage:Path</c> is set.</summary>
    public const string DefaultPath = ".data";

    /// <summary>The embedded store's folder.</summary>
    public static string PathOf(IConfiguration configuration) =>
        Path.GetFullPath(configuration["Storage:Path"] is { Length: > 0 } path ? path : DefaultPath);

    /// <summary>The module's database. Nothing is opened yet.</summary>
    internal static ModuleDatabase DatabaseOf(IConfiguration configuration, string module)
    {
        var connection = configuration.GetConnectionString(module) ?? configuration.GetConnectionString("Shop");
        if (!string.IsNullOrWhiteSpace(connection))
            return new PostgresDatabase(connection, module);
        var folder = PathOf(configuration);
        Directory.CreateDirectory(folder);
        return new SqliteDatabase(Path.Combine(folder, module + ".db"));
    }
}
