using Shop.Messaging;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>A shop a store, started once for all tests of a class.</summary>
public sealed class RunningShop : IAsyncDisposable
{
    private readonly Dictionary<StoreKind, Task<(TestDatabase Database, ShopProcess Shop)>> _shops = [];

    public async Task<HttpClient> On(StoreKind store)
    {
        Task<(TestDatabase, ShopProcess Shop)> shop;
        lock (_shops)
            shop = _shops.TryGetValue(store, out var started) ? started : _shops[store] = Start(store);
        return (await shop).Shop.Http;
    }

    private static async Task<(TestDatabase, ShopProcess)> Start(StoreKind store)
    {
        var database = await TestDatabase.CreateAsync(store);
        return (database, await ShopProcess.Start(database, null,
            "--Orders:Deadlines:Payment=00:00:02", "--Payments:Sandbox:SlowAnswer=00:00:00.500", "--environment", "Development"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var started in _shops.Values.Where(started => started.IsCompletedSuccessfully))
        {
            await (await started).Shop.DisposeAsync();
            await (await started).Database.DisposeAsync();
        }
    }
}
