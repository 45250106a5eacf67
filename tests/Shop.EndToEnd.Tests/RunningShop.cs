using Shop.EndToEnd.Tests;
using Shop.Messaging;
using Shop.Testing;

[assembly: AssemblyFixture(typeof(RunningShop))]

namespace Shop.EndToEnd.Tests;

/// <summary>A shop a store, started once for all tests: starting one costs some seconds of processor time. Each test has products or customers of its own.</summary>
public class RunningShop : IAsyncDisposable
{
    private readonly Dictionary<StoreKind, Task<(TestDatabase Database, ShopProcess Shop)>> _shops = [];

    /// <summary>A client of it.</summary>
    public async Task<HttpClient> On(StoreKind store) => (await Started(store)).Shop.Http;

    /// <summary>What lies under it.</summary>
    public async Task<TestDatabase> Database(StoreKind store) => (await Started(store)).Database;

    private Task<(TestDatabase Database, ShopProcess Shop)> Started(StoreKind store)
    {
        lock (_shops)
            return _shops.TryGetValue(store, out var started) ? started : _shops[store] = Start(store);
    }

    /// <summary>How long an order waits for its payment before it is cancelled.</summary>
    protected virtual TimeSpan PaymentDeadline => TimeSpan.FromSeconds(2);

    /// <summary>Further settings.</summary>
    protected virtual string[] Settings => [];

    private async Task<(TestDatabase, ShopProcess)> Start(StoreKind store)
    {
        var database = await TestDatabase.CreateAsync(store);
        return (database, await ShopProcess.Start(database, null,
            [$"--Orders:Deadlines:Payment={PaymentDeadline}", "--Payments:Sandbox:SlowAnswer=00:00:00.500", "--environment", "Development",
                .. ShopProcess.Brisk, .. Settings]));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var started in _shops.Values.Where(started => started.IsCompletedSuccessfully))
        {
            await (await started).Shop.DisposeAsync();
            await (await started).Database.DisposeAsync();
        }
    }
}

/// <summary>The same, whose orders wait long for their payment: for tests in which something else is to happen to them first.</summary>
public sealed class PatientShop : RunningShop
{
    protected override TimeSpan PaymentDeadline => TimeSpan.FromMinutes(10);
}

/// <summary>The same, whose parcels move within seconds, and in which every large order waits for an operator.</summary>
public sealed class SwiftShop : RunningShop
{
    protected override TimeSpan PaymentDeadline => TimeSpan.FromMinutes(10);

    protected override string[] Settings =>
    [
        "--Shipping:Carrier:CollectsAfter=00:00:00.500", "--Shipping:Carrier:DeliversAfter=00:00:00.500", "--Shipping:Carrier:AskEvery=00:00:00.500",
        "--Payments:Fraud:AskAbove=1000",
    ];
}
