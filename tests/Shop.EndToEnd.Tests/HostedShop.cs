using Microsoft.AspNetCore.Builder;
using Shop.Host.Hosting;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>
/// The whole shop in the tests' process, composed by the host's own code, on real sockets and a real database. It starts in a tenth of the
/// time that a process takes, since the code is compiled once. Tests of starts, signals and deaths use <see cref="ShopProcess"/>.
/// </summary>
public sealed class HostedShop : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IDisposable? _lock;

    private HostedShop(WebApplication app, IDisposable? @lock)
    {
        (_app, _lock) = (app, @lock);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>A client of its API.</summary>
    public HttpClient Http { get; }

    /// <summary>Its URL.</summary>
    public Uri Url => Http.BaseAddress!;

    /// <summary>Starts the shop; ready when it returns.</summary>
    /// <param name="database">The modules' database.</param>
    /// <param name="settings">As on the command line: <c>--Orders:Deadlines:Stock=00:00:02</c>.</param>
    public static Task<HostedShop> Start(TestDatabase database, params string[] settings) => Start(database, aws: null, settings);

    /// <summary>Starts the shop with AWS between it and its remote modules.</summary>
    public static async Task<HostedShop> Start(TestDatabase database, FakeAws? aws, params string[] settings)
    {
        IEnumerable<KeyValuePair<string, string?>> configuration = [.. database.Settings(Repository.Modules), .. aws?.Settings ?? []];
        var app = ShopApp.Build(
        [
            "--urls=http://127.0.0.1:0", $"--contentRoot={Repository.Root}", "--applicationName=Shop.Host", "--Logging:LogLevel:Default=Critical",
            // What still runs when a test ends need not come to its end.
            "--Bus:ShutdownTimeout=00:00:00.500", $"--Shipping:Carrier:CollectsAfter={ShopProcess.Never}",
            $"--Notifications:Mailbox:Path={ShopProcess.Mailbox.Path}",
            .. configuration.Select(setting => $"--{setting.Key}={setting.Value}"), .. settings,
        ], services: services => aws?.AddClients(services));
        var @lock = SingleInstanceLock.Take(app);
        await Databases.Migrate(app, CancellationToken.None);
        await Databases.Start(app, CancellationToken.None);
        return new HostedShop(app, @lock);
    }

    /// <summary>Stops it as a terminated process would be.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _lock?.Dispose();
    }
}
