using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shop.Messaging;
using Shop.Testing;

namespace Shop.Torture;

/// <summary>
/// Payments in a process of its own, with a database of its own, EventBridge and SQS between it and the rest: not a line of it is another.
/// Orders go on being placed while either process is killed, and while Payments leaves and comes back.
/// </summary>
public sealed class ExtractionTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Shoppers = 8;
    private const string Leaves = "payments";
    private const string Remote = "--Bus:Modules:payments=Remote";
    // Nobody is there to decide on large orders.
    private static readonly string[] Quick = ["--Payments:Fraud:AskAbove=1000000", "--Payments:Fraud:AskFromQuantity=1000", "--Bus:LastRetryWithin=00:00:02", "--Bus:Aws:FirstRetryWithin=00:00:00.020", "--Bus:Aws:HiddenFor=00:00:05"];

    private readonly ConcurrentDictionary<string, string> _taken = new();
    private FakeAws _aws = null!;
    private IReadOnlyList<string> _modules = [];

    public async ValueTask InitializeAsync()
    {
        _aws = await FakeAws.Start();
        var shop = (IReadOnlyList<IModule>)Assembly.Load("Shop.Host").GetType("Shop.Host.Hosting.ShopModules")!.GetProperty("All", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        _modules = [.. shop.Select(module => module.Name)];
        _aws.Serve(new ServiceCollection().AddLogging().AddModules(new ConfigurationBuilder().Build(), shop, []).BuildServiceProvider().GetRequiredService<Modules>().All);
    }

    public ValueTask DisposeAsync() => _aws.DisposeAsync();

    /// <summary>Starts a process with the data of a database, the way to AWS, and settings.</summary>
    private Func<int, Task<ShopProcess>> Process(TestDatabase database, params string[] settings) => port => ShopProcess.Start(
        [.. database.Settings(_modules), .. _aws.Settings], port, [.. Quick, .. settings]);

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Two_processes_that_are_killed_in_turn_lose_nothing_and_charge_nothing_twice(StoreKind store)
    {
        await using var rest = await TestDatabase.CreateAsync(store);
        await using var its = await TestDatabase.CreateAsync(store);
        await using var shop = await MortalShop.Start(Process(rest, Remote));
        await using var payments = await MortalShop.Start(Process(its, Remote, "--modules", Leaves));
        _aws.Queue("shop-payments").GivesTwice = true;

        await Place(shop, 240, i =>
        {
            if (i % 80 == 40) payments.KillAndRestart();
            if (i % 80 == 79) shop.KillAndRestart();
        });
        await Quiet(shop, payments);

        var audit = await Audit.Of(rest.With(Leaves, its), [.. _taken.Keys]);
        output.WriteLine($"{store}: {shop.Kills} kills of the shop, {payments.Kills} of payments, {_taken.Count} orders, {audit}, {_aws.Events.Accepted} events over the bus");
        Assert.Empty(audit.Faults);
        Assert.Equal((3, 3, 0), (shop.Kills, payments.Kills, _aws.Forged));
        Assert.Equal((0, 0), (await payments.Terminate(), await shop.Terminate()));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_module_leaves_and_comes_back_while_orders_are_placed(StoreKind store)
    {
        await using var rest = await TestDatabase.CreateAsync(store);
        await using var its = await TestDatabase.CreateAsync(store);
        // On PostgreSQL the module has its database from the start; on SQLite its file is taken along.
        var together = store == StoreKind.Sqlite ? rest : rest.With(Leaves, its);
        await using var shop = await MortalShop.Start(Process(together));

        await Place(shop, 60, i =>
        {
            if (i == 30) _ = shop.Become(Process(rest, Remote), () => Move(rest, its));
        });
        await shop.Ready();
        await using (var payments = await MortalShop.Start(Process(its, Remote, "--modules", Leaves)))
        {
            await Place(shop, 60);
            Assert.Equal(0, await payments.Terminate());
        }
        var carried = _aws.Events.Accepted;
        await Place(shop, 60, i =>
        {
            if (i == 30) _ = shop.Become(Process(together, "--Bus:Aws:Listens=true"), () => Move(its, rest));
        });
        await Quiet(shop);

        var audit = await Audit.Of(together, [.. _taken.Keys]);
        output.WriteLine($"{store}: {_taken.Count} orders, {audit}, {carried} events over the bus");
        Assert.Empty(audit.Faults);
        Assert.True(carried > 0);
        Assert.Equal(0, await shop.Terminate());
    }

    private static Task Move(TestDatabase from, TestDatabase to)
    {
        if (from.Store == StoreKind.Sqlite)
            foreach (var file in Directory.GetFiles(FolderOf(from), Leaves + ".db*"))
                File.Move(file, Path.Combine(FolderOf(to), Path.GetFileName(file)), overwrite: true);
        return Task.CompletedTask;
    }

    private static string FolderOf(TestDatabase database) => database.Settings([]).Single().Value!;

    /// <summary>Shoppers who repeat what was not answered.</summary>
    private async Task Place(MortalShop shop, int orders, Action<int>? meanwhile = null)
    {
        var (first, next) = (_taken.Count, -1);
        await Task.WhenAll(Enumerable.Range(0, Shoppers).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < orders; i = Interlocked.Increment(ref next))
            {
                var request = MixedOrders.Number(first + i);
                var placing = shop.Insist(http => http.Post(request.Body, $"order-{first}-{i}"));
                meanwhile?.Invoke(i);
                using var answer = await placing;
                Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
                var id = (await answer.Json()).GetProperty("orderId").GetString()!;
                Assert.True(_taken.TryAdd(id, request.Kind), $"{id} was given to two requests.");
                if (request.Kind == "cancelled")
                    (await shop.Insist(http => http.PostAsync($"/v1/orders/{id}/cancel", null))).Dispose();
            }
        }));
    }

    /// <summary>Until nothing was put meanwhile, no queue has anything, and no process has anything left.</summary>
    private async Task Quiet(params MortalShop[] processes)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        long before;
        do
        {
            before = _aws.Events.Accepted;
            foreach (var process in processes)
                await process.Quiet();
            await pace.WaitForNextTickAsync(patience.Token);
        }
        while (_aws.Events.Accepted != before || _modules.Any(module => _aws.Queue($"shop-{module}").Count > 0));
    }
}
