using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging;

namespace Shop.Orders;

/// <summary>
/// Makes the secrets of webhooks, and keeps them so that who reads the table cannot sign with them. The keys are in the folder
/// <c>Orders:Webhooks:Keys</c>; where none is set, beside the embedded files, and with PostgreSQL in the table <c>webhook_keys</c>, which every
/// node can read.
/// </summary>
internal sealed class WebhookSecrets(Modules modules, IConfiguration configuration, WebhookSettings settings) : IDisposable
{
    public const string Prefix = "whsec_";

    private readonly Lock _changing = new();
    private ServiceProvider? _keys;

    /// <summary><c>whsec_</c> and 32 random bytes in base64: as its receiver is shown it, once.</summary>
    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>As it is kept.</summary>
    public string Protect(string secret) => Protector(reload: false).Protect(secret);

    /// <summary>As its receiver was shown it.</summary>
    /// <exception cref="CryptographicException">The keys that it is kept by are gone.</exception>
    public string Reveal(string stored)
    {
        if (stored.StartsWith(Prefix, StringComparison.Ordinal))
            return stored;        // from before secrets were protected
        try
        {
            return Protector(reload: false).Unprotect(stored);
        }
        catch (CryptographicException)
        {
            // Another node may have made its key since this one has read them.
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
        var store = modules["orders"].Store;
        var folder = settings.Keys ?? (store.Kind == StoreKind.Sqlite ? Path.Combine(Storage.PathOf(configuration), "keys") : null);
        if (folder is not null)
            keys.PersistKeysToFileSystem(new DirectoryInfo(folder));
        else
            services.Configure<KeyManagementOptions>(options => options.XmlRepository = new KeysInDatabase(store));
        return services.BuildServiceProvider();
    }

    public void Dispose()
    {
        _keys?.Dispose();
        _keys = null;
    }
}
