using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Web;

namespace Shop.Testing;

/// <summary>Some modules on a real database with the real bus, behind a real Kestrel on a free port of 127.0.0.1.</summary>
public sealed class ShopOverHttp : IAsyncDisposable
{
    private ShopOverHttp(ShopUnderTest shop, Uri address) => (Shop, Http) = (shop, new HttpClient { BaseAddress = address });

    /// <summary>The modules behind the endpoints: to deliver events, to settle, to read published events.</summary>
    public ShopUnderTest Shop { get; }

    /// <summary>A client of the shop; paths are relative: <c>Http.GetAsync("/v1/products")</c>.</summary>
    public HttpClient Http { get; }

    /// <summary>Migrates the database, starts the modules on it and serves their endpoints.</summary>
    /// <inheritdoc cref="ShopUnderTest.Start"/>
    public static async Task<ShopOverHttp> Start(
        TestDatabase database, IReadOnlyList<IModule> modules, Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        ShopUnderTest.Configure(builder, database, modules, settings);
        builder.Services.AddShopWeb();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseShopWeb();
        foreach (var map in app.Services.GetRequiredService<ModuleDirectory>().Hosted.SelectMany(module => module.Endpoints))
            map(app);
        var shop = await ShopUnderTest.On(app);
        await app.StartAsync();
        return new ShopOverHttp(shop, new Uri(app.Urls.Single()));
    }

    /// <summary>Stops it as a terminated process would be.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Shop.DisposeAsync();
    }
}
