using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

/// <summary>A thrower and a catcher whose handlers fail on demand, and an operator.</summary>
internal sealed class BusFixture : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestDatabase _database;
    private readonly Dictionary<string, List<Guid>> _events = [];

    private BusFixture(TestDatabase database, ShopUnderTest shop, Diary diary, Alerts alerts, MovedClock clock) =>
        (_database, Shop, Diary, Alerts, Clock) = (database, shop, diary, alerts, clock);

    public ShopUnderTest Shop { get; }

    public Diary Diary { get; }

    public Alerts Alerts { get; }

    /// <summary>The clock of events.</summary>
    public MovedClock Clock { get; }

    public ModuleStore Catcher => Shop.Modules["catcher"].Store;

    public T The<T>() where T : notnull => Shop.Services.GetRequiredService<T>();

    public static async Task<BusFixture> Open(StoreKind kind, params (string, string)[] settings) =>
        await Open(await TestDatabase.CreateAsync(kind), new Diary(), new Alerts(), settings);

    /// <summary>Stops the process and starts another on the same data.</summary>
    public async Task<BusFixture> Reopen()
    {
        await Shop.DisposeAsync();
        return await Open(_database, Diary, Alerts);
    }

    private static async Task<BusFixture> Open(TestDatabase database, Diary diary, Alerts alerts, params (string, string)[] settings)
    {
        var clock = new MovedClock(TimeSpan.Zero);
        var shop = await ShopUnderTest.Start(database, [new Thrower(), new Clumsy()],
            services => services.AddSingleton(diary).AddSingleton<IAlertChannel>(alerts).AddSingleton<TimeProvider>(clock), [("Bus:RedriveDelay", "00:00:00"), .. settings]);
        return new BusFixture(database, shop, diary, alerts, clock);
    }

    /// <summary>Throws balls and waits until each is caught or dead-lettered.</summary>
    public async Task Throw(params string[] balls)
    {
        await Shop.With<ThrowerDb>(async db =>
        {
            foreach (var ball in balls)
                db.Publish(new BallThrown(ball, 1));
            await db.SaveChangesAsync();
        });
        await Shop.Settle();
        foreach (var ball in balls)
            _events[ball] = [.. (await The<EventSearch>().Find(new EventFilter { Subject = ball, DetailType = "Ball Thrown" }, null, 10, default)).Select(e => e.Metadata.EventId)];
    }

    /// <summary>How often a ball was caught, from committed rows.</summary>
    public async Task<int> Caught(string ball) => (await Shop.Published(ball)).Count(published => published == "Ball Caught");

    public Task<IReadOnlyList<DeadLetter>> Dead(DeadLetterFilter? filter = null) => The<DeadLetters>().List(filter ?? new DeadLetterFilter(), null, 100, default);

    /// <summary>Waits until operations have ended and their messages have settled.</summary>
    public async Task<IReadOnlyList<BulkOperation>> Ended(IReadOnlyList<BulkOperation> begun)
    {
        var ended = new List<BulkOperation>();
        foreach (var operation in begun)
            ended.Add(await Until(operation, now => now.State != OperationState.Running));
        await Shop.Settle();
        return ended;
    }

    public async Task<BulkOperation> Until(BulkOperation operation, Func<BulkOperation, bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            var now = await The<BulkOperations>().Find(operation.Id, patience.Token);
            if (holds(now!))
                return now!;
            await pace.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Makes the catcher's rule forget that it has heard of a ball.</summary>
    public Task RemoveFromInbox(string ball) => Sql("catcher", $"""
        delete from inbox where event_id in ({string.Join(", ", _events[ball].Select(id => $"'{(Catcher.Database.Kind == StoreKind.Sqlite ? id.ToString().ToUpperInvariant() : id)}'"))})
        """);

    public Task Process() => Shop.With<DeadLetterProcessor>(job => job.Run(CancellationToken.None));

    public async Task<int> Sql(string module, string sql)
    {
        await using var connection = await Shop.Open(module);
        return await connection.Execute(sql, CancellationToken.None);
    }

    public async Task<long> Count(string module, string table)
    {
        await using var connection = await Shop.Open(module);
        await using var count = connection.Statement($"select count(*) from {table}");
        return Convert.ToInt64(await count.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        await _database.DisposeAsync();
    }
}

/// <summary>A catcher with few retries.</summary>
internal sealed class Clumsy : IModule
{
    public string Name => "catcher";

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<CatcherDb>();
        module.Publishes(EventContract.Of(typeof(BallCaught)));
        module.On<BallThrown>("catch").Retrying(attempts: 1, maxAge: TimeSpan.FromHours(1)).Do<CatchClumsily>();
        module.On<EventDeliveryFailed>("mourn").Do<Mourn>();
    }
}

/// <summary>A ball's name decides how the handler fails.</summary>
internal sealed class CatchClumsily(CatcherDb db, Diary diary) : IHandle<BallThrown>
{
    public Task Handle(BallThrown received, CancellationToken ct)
    {
        diary.Done.Enqueue("tried " + received.Ball);
        if (received.Ball.StartsWith("hopeless", StringComparison.Ordinal))
            Give(received.Ball);
        if (received.Ball == "muddled")
            JsonDocument.Parse("{").Dispose();
        diary.FailIfAsked(received.Ball);
        diary.Done.Enqueue("caught " + received.Ball);
        db.Publish(new BallCaught(received.Ball));
        return Task.CompletedTask;
    }

    private static void Give(string ball) => throw new InvalidOperationException("Outer words.", new NonRetryableException(
        $"{ball} cannot be caught. Password=hunter2; card 4111 1111 1111 1111; ada@example.com; Bearer abc.def; \0"));
}

internal sealed class Mourn(Diary diary) : IHandle<EventDeliveryFailed>
{
    public Task Handle(EventDeliveryFailed received, CancellationToken ct)
    {
        diary.Done.Enqueue("mourned " + received.Subject);
        diary.FailIfAsked("mourning " + received.Subject);
        return Task.CompletedTask;
    }
}

/// <summary>The alerts that operators received.</summary>
internal sealed class Alerts : IAlertChannel
{
    public ConcurrentQueue<Alert> Raised { get; } = [];

    public int FailuresLeft { get; set; }

    public Task Send(Alert alert, CancellationToken ct)
    {
        if (FailuresLeft-- > 0)
            throw new InvalidOperationException("Nobody answers.");
        Raised.Enqueue(alert);
        return Task.CompletedTask;
    }
}
