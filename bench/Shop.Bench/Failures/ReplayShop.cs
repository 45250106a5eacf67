using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Events;
using Shop.InMemoryTransport;
using Shop.Testing;

namespace Shop.Bench.Failures;

/// <summary>A publisher with a long archive, and a subscriber that has handled none of it and writes a row per event.</summary>
internal sealed class ReplayShop : IAsyncDisposable
{
    private const int AtOnce = 1_000;
    private static readonly TimeSpan LongAgo = TimeSpan.FromDays(-40);

    private readonly IHost _host;
    private readonly MovedClock _clock;

    private ReplayShop(IHost host, MovedClock clock) => (_host, _clock) = (host, clock);

    public T The<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Creates an archive of this many events, forty days old, and then starts the bus.</summary>
    public static async Task<ReplayShop> Start(BenchServer server, int events)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([server.Setting, new("Bus:InboxRetentionDays", "60"), new("Bus:ArchiveRetentionDays", "30")]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.Logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var clock = new MovedClock(LongAgo);
        builder.Services.AddSingleton<TimeProvider>(clock).AddModules(builder.Configuration, [new NarratorModule(), new ListenerModule()]).AddInMemoryTransport();
        var shop = new ReplayShop(builder.Build(), clock);
        await shop.Fill(events);
        await shop._host.StartAsync();
        return shop;
    }

    private async Task Fill(int events)
    {
        var runner = new MigrationRunner(Path.Combine(AppContext.BaseDirectory, "Peers", "migrations"));
        await runner.ApplyBusAsync("narrator", The<HostedModules>()["narrator"].Store.Database.Open);
        await runner.ApplyAsync("listener", The<HostedModules>()["listener"].Store.Database.Open);
        for (var first = 0; first < events; first += AtOnce)
        {
            await using var scope = _host.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<NarratorDb>();
            for (var i = first; i < Math.Min(events, first + AtOnce); i++)
                db.Publish(new TalePublished($"TALE-{i}", "Once upon a time there was an event that nobody had heard.", i));
            await db.SaveChangesAsync();
        }
        await Sql("narrator", "insert into archive (event_id, detail_type, subject, correlation_id, published_at, envelope) select id, detail_type, subject, correlation_id, published_at, envelope from outbox");
        await Sql("narrator", "delete from outbox");
        _clock.By = TimeSpan.Zero;
    }

    public async Task<long> Sql(string module, string sql)
    {
        await using var connection = await The<HostedModules>()[module].Store.Database.Open(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync() ?? 0L, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Drops the archive's old events, as the nightly job does.</summary>
    public async Task PurgeInbox()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        await ((IRecurring)scope.ServiceProvider.GetRequiredService(BusJobs.All.Single(job => job.Name == "forget").Type)).Run(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}

[Event("com.shop.narrator", "Tale Told")]
internal sealed record TalePublished(string TaleId, string Text, int Number) : IEvent
{
    string IEvent.Subject => TaleId;
}

internal sealed class NarratorDb(DbContextOptions<NarratorDb> options) : ModuleDbContext(options);

internal sealed class NarratorModule : IModule
{
    public string Name => "narrator";

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<NarratorDb>();
        module.Publishes(EventContract.Of(typeof(TalePublished)));
    }
}

internal sealed class RememberedTale
{
    public required string TaleId { get; init; }
    public required int Number { get; init; }
}

internal sealed class ListenerDb(DbContextOptions<ListenerDb> options) : ModuleDbContext(options)
{
    public DbSet<RememberedTale> Tales => Set<RememberedTale>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RememberedTale>().ToTable("tales").HasKey(tale => tale.TaleId);
        base.OnModelCreating(modelBuilder);
    }
}

internal sealed class ListenerModule : IModule
{
    public string Name => "listener";

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<ListenerDb>();
        module.On<TalePublished>("remember-tale").Do<RememberTale>();
    }
}

internal sealed class RememberTale(ListenerDb db) : IHandle<TalePublished>
{
    public Task Handle(TalePublished received, CancellationToken ct)
    {
        db.Add(new RememberedTale { TaleId = received.TaleId, Number = received.Number });
        return Task.CompletedTask;
    }
}
