using System.Text.Json;
using Shop.Host.Hosting;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>The shop in two processes with a database each and Payments alone in the second; EventBridge and SQS between them.</summary>
public sealed class TwoProcesses : RunningShop
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
    protected override async Task<(TestDatabase Database, ShopProcess Shop)> Start(StoreKind store)
    {
        var (rest, its, aws) = (await TestDatabase.CreateAsync(store), await TestDatabase.CreateAsync(store), await FakeAws.Start());
        aws.Serve(ShopModules.Declared());
        var payments = await Begin([.. its.Settings(Repository.Modules), .. aws.Settings], Placement, "--modules", Alone);
        lock (_others)
            _others[store] = (its, aws, payments);
        return (rest, await Begin([.. rest.Settings(Repository.Modules), .. aws.Settings], Placement));
    }

    /// <summary>Each process tells what its own modules have said.</summary>
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
