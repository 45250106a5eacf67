using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Orders;

/// <summary>
/// Creates webhook secrets and encrypts them, so reading the table is not enough to sign. The keys are in the folder
/// <c>Orders:Webhooks:Keys</c>; if unset, next to the embedded store's files, or with PostgreSQL in the table <c>webhook_keys</c>, which
/// every node can read.
/// </summary>
internal sealed class WebhookSecrets(IModuleStorage<OrdersDb> storage, IConfiguration configuration, WebhookSettings settings) : IDisposable
{
    public const string Prefix = "whsec_";

    private readonly Lock _changing = new();
    private ServiceProvider? _keys;

    /// <summary><c>whsec_</c> and 32 random bytes in base64, as shown once to the customer.</summary>
    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Encrypts a secret for storage.</summary>
    public string Protect(string secret) => Protector(reload: false).Protect(secret);

    /// <summary>Decrypts a stored secret.</summary>
    /// <exception cref="CryptographicException">The encryption keys are missing.</exception>
    public string Reveal(string stored)
    {
        if (stored.StartsWith(Prefix, StringComparison.Ordinal))
            return stored;        // stored before secrets were encrypted
        try
        {
            return Protector(reload: false).Unprotect(stored);
        }
        catch (CryptographicException)
        {
            // Another node may have added its key since this one read them.
            return Protector(reload: true).Unprotect(stored);
        }
    }

    private IDataProtector Protector(bool reload)
    {
        lock (_changing)
        {
            if (reload)
                Dispose();
            return (_keys ??= ReadKeys()).GetDataProtector("webhook secrets");
        }
    }

    private ServiceProvider ReadKeys()
    {
        var services = new ServiceCollection();
        var keys = services.AddDataProtection().SetApplicationName("shop");
        var folder = settings.Keys ?? (storage.Kind == StoreKind.Sqlite ? Path.Combine(StorageSettings.PathOf(configuration), "keys") : null);
        if (folder is not null)
            keys.PersistKeysToFileSystem(new DirectoryInfo(folder));
        else
            services.Configure<KeyManagementOptions>(options => options.XmlRepository = new KeysInDatabase(storage));
        return services.BuildServiceProvider();
    }

    public void Dispose()
    {
        _keys?.Dispose();
        _keys = null;
    }
}
