using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.InMemoryTransport;

namespace Shop.Bench.Peers;

/// <summary>The two modules on the real bus, without HTTP.</summary>
internal sealed class PeersShop : IAsyncDisposable
{
    private const int StockOfEach = 1_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly IHost _host;

    private PeersShop(IHost host) => _host = host;

    public Tally Tally => _host.Services.GetRequiredService<Tally>();

    public Producers Producers => _host.Services.GetRequiredService<Producers>();

    private HostedModules Modules => _host.Services.GetRequiredService<HostedModules>();

    public static async Task<PeersShop> Start(BenchServer server)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([server.Setting]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddModules(builder.Configuration, [new OrdersModule(), new InventoryModule()]).AddInMemoryTransport();
        builder.Services.AddSingleton<Tally>().AddSingleton<Producers>().AddScoped<MarkedOnCommit>();
        var shop = new PeersShop(builder.Build());
        await shop.Migrate();
        await shop.With<InventoryDb>(Stock);
        await shop._host.StartAsync();
        return shop;
    }

    private async Task Migrate()
    {
        var runner = new MigrationRunner(Path.Combine(AppContext.BaseDirectory, "Peers", "migrations"));
        foreach (var module in Modules)
            await runner.ApplyAsync(module.Name, module.Store.Database.Open);
    }

    private static async Task Stock(InventoryDb db)
    {
        db.AddRange(Enumerable.Range(1, Producers.Products).Select(product => new StockItem { ProductId = product, Available = StockOfEach }));
        await db.SaveChangesAsync();
    }

    /// <summary>Waits until every event is handled and has left its outbox.</summary>
    public async Task Quiet()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _host.Services.GetRequiredService<Bus>().Activity.WaitUntilIdle(patience.Token);
    }

    /// <summary>Forgets the letters that wait to be tried again.</summary>
    public async Task DeletePending()
    {
        await using var connection = await Modules["inventory"].Store.Database.Open(CancellationToken.None);
        await using var delete = connection.CreateCommand();
        delete.CommandText = "delete from inbox where state in ('pending', 'calling')";
        await delete.ExecuteNonQueryAsync();
    }

    /// <summary>The violated expectations after this many orders; empty if there are none.</summary>
    public async Task<IReadOnlyList<string>> Faults(int orders)
    {
        var faults = new List<string>();
        await With<OrdersDb>(async db => Expect(orders, await db.Orders.CountAsync(order => order.Status == Order.Reserved), "orders marked"));
        await With<InventoryDb>(async db => Expect(orders, await db.Stock.SumAsync(item => item.Reserved), "pieces reserved"));
        await With<InventoryDb>(async db =>
            Expect(Producers.Products * StockOfEach, await db.Stock.SumAsync(item => item.Available + item.Reserved), "pieces in all"));
        foreach (var module in Modules)
        {
            var left = await module.Store.Outbox.Backlog(CancellationToken.None);
            Expect(0, left.Outbox + left.Pending + left.DeadLetters, $"events unheard in {module.Name}");
        }
        return faults;

        void Expect(long expected, long found, string what)
        {
            if (found != expected)
                faults.Add($"{found} {what} instead of {expected}");
        }
    }

    private async Task With<TDb>(Func<TDb, Task> use) where TDb : notnull
    {
        await using var scope = _host.Services.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<TDb>());
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
