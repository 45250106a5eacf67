
namespace Shop.Host.Hosting;

/// <summary>Only one process opens the embedded store: a second one stops with a message.</summary>
internal static class SingleInstanceLock
{
    /// <summary>Locks the embedded store's folder until disposed; null when the modules are in PostgreSQL.</summary>
    /// <exception cref="StartException">Another process has locked it.</exception>
    public static IDisposable? Take(WebApplication app)
    {
        if (app.Services.GetRequiredService<ModuleDatabases>().All.All(database => database.Kind != StoreKind.Sqlite))
            return null;
        var folder = StorageSettings.PathOf(app.Configuration);
        try
        {
            return new FileStream(
                Path.Combine(folder, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new StartException(
                $"A shop is already running with the data in {folder}. Stop it first, or give this one its own: --Storage:Path=other.");
        }
    }
}
