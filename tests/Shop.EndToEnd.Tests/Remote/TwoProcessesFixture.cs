using System.Text.Json;
using Shop.Host.Hosting;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>
/// The shop with Payments in a process and a database of its own; EventBridge and SQS between it and the rest, which runs in the tests' process.
/// </summary>
public sealed class TwoProcessesFixture : ShopFixture
{
    private const string Alone = "payments";
    private const string Placement = "--Bus:Modules:payments=Remote";

    private readonly Dictionary<StoreKind, (TestDatabase Database, FakeAws Aws, ShopProcess Payments)> _others = [];

    // Two processes on a busy machine are slow, and only one order must time out.
    protected override TimeSpan PaymentDeadline => TimeSpan.FromSeconds(20);

    /// <summary>A client of the process that hosts Payments.</summary>
    public async Task<ShopProcess> Payments(StoreKind store)
    {
        await On(store);
        return _others[store].Payments;
    }

    /// <inheritdoc/>
    protected override async Task<(TestDatabase Database, HostedShop Shop)> Start(StoreKind store)
    {
        var (rest, its, aws) = (await TestDatabase.CreateAsync(store, Repository.Modules), await TestDatabase.CreateAsync(store, Repository.Modules), await FakeAws.Start());
        aws.Serve(ShopModules.Declared());
        var payments = await ShopProcess.Start(
            [.. its.Settings(Repository.Modules), .. aws.Settings], null, [.. AllSettings, Placement, "--modules", Alone]);
        lock (_others)
            _others[store] = (its, aws, payments);
        return (rest, await HostedShop.Start(rest, aws, [.. AllSettings, Placement]));
    }

    /// <summary>Each process shows what its own modules published.</summary>
    public override async Task<IReadOnlyList<JsonElement>> Published(StoreKind store, string order)
    {
        var byPayments = (await (await Payments(store)).Http.Read($"/ops/events?subject={order}&limit=100")).GetProperty("items").EnumerateArray();
        return [.. (await base.Published(store, order)).Concat(byPayments).OrderBy(published => published.GetProperty("at").GetDateTime())];
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var (database, aws, payments) in _others.Values)
        {
            await payments.DisposeAsync();
            await aws.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
