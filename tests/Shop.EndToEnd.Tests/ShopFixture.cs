using System.Text.Json;
using Shop.EndToEnd.Tests;
using Shop.Testing;

[assembly: AssemblyFixture(typeof(ShopFixture))]
[assembly: AssemblyFixture(typeof(LivelyShopFixture))]
[assembly: AssemblyFixture(typeof(TwoProcessesFixture))]

namespace Shop.EndToEnd.Tests;

/// <summary>
/// A shop per store, started once for all tests. Each test has its own products or customers. Shipments do not move, and a payment has some
/// seconds.
/// </summary>
public class ShopFixture : IAsyncDisposable
{
    private readonly Dictionary<StoreKind, Task<(TestDatabase Database, HostedShop Shop)>> _shops = [];

    /// <summary>A client of it.</summary>
    public async Task<HttpClient> On(StoreKind store) => (await Started(store)).Shop.Http;

    /// <summary>Its database.</summary>
    public async Task<TestDatabase> Database(StoreKind store) => (await Started(store)).Database;

    private Task<(TestDatabase Database, HostedShop Shop)> Started(StoreKind store)
    {
        lock (_shops)
            return _shops.TryGetValue(store, out var started) ? started : _shops[store] = Start(store);
    }

    /// <summary>The payment deadline: longer than a payment takes on a busy machine.</summary>
    protected virtual TimeSpan PaymentDeadline => TimeSpan.FromSeconds(10);

    /// <summary>Further settings.</summary>
    protected virtual string[] Settings => [];

    /// <summary>All settings of its processes.</summary>
    protected string[] AllSettings =>
    [
        "--environment", "Development", $"--Orders:Deadlines:Payment={PaymentDeadline}", "--Payments:Sandbox:SlowResponseDelay=00:00:00.500",
        .. ShopProcess.Brisk, .. Settings,
    ];

    /// <summary>Every event that was published of an order, oldest first.</summary>
    public virtual async Task<IReadOnlyList<JsonElement>> Published(StoreKind store, string order) =>
        [.. (await (await On(store)).Read($"/v1/orders/{order}/timeline")).GetProperty("events").EnumerateArray()];

    /// <summary>Waits until so many events of a type were published of an order.</summary>
    public async Task UntilPublished(StoreKind store, string order, string type, int times)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await Published(store, order)).Count(published => published.GetProperty("detailType").GetString() == type) != times)
            await pace.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>Starts it on a new database.</summary>
    protected virtual async Task<(TestDatabase Database, HostedShop Shop)> Start(StoreKind store)
    {
        var database = await TestDatabase.CreateAsync(store, Repository.Modules);
        return (database, await HostedShop.Start(database, AllSettings));
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var started in _shops.Values.Where(started => started.IsCompletedSuccessfully))
        {
            await (await started).Shop.DisposeAsync();
            await (await started).Database.DisposeAsync();
        }
    }
}

/// <summary>
/// The same with shipments that move within a second, with every large order waiting for an operator, and with a long payment deadline: for
/// tests in which something else happens first.
/// </summary>
public sealed class LivelyShopFixture : ShopFixture
{
    /// <inheritdoc/>
    protected override TimeSpan PaymentDeadline => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override string[] Settings =>
    [
        "--Shipping:Carrier:CollectsAfter=00:00:00.500", "--Shipping:Carrier:DeliversAfter=00:00:00.500", "--Shipping:Carrier:PollInterval=00:00:00.500",
        "--Payments:Fraud:ReviewAbove=1000",
    ];
}
