using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Messaging.Tests.Bus;
using Shop.Testing;

namespace Shop.Messaging.Tests.Failures;

/// <summary>Checkout and Billing, whose handlers fail on demand, and an operator.</summary>
internal sealed class BusFixture : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestDatabase _database;
    private readonly Dictionary<string, List<Guid>> _events = [];

    private BusFixture(TestDatabase database, ShopUnderTest shop, HandlerLog handled, Alerts alerts, MovedClock clock) =>
        (_database, Shop, HandlerLog, Alerts, Clock) = (database, shop, handled, alerts, clock);

    public ShopUnderTest Shop { get; }

    public HandlerLog HandlerLog { get; }

    public Alerts Alerts { get; }

    /// <summary>The clock of events.</summary>
    public MovedClock Clock { get; }

    public ModuleStore Billing => Shop.Modules["billing"].Store;

    public T The<T>() where T : notnull => Shop.Services.GetRequiredService<T>();

    public static async Task<BusFixture> Open(StoreKind kind, params (string, string)[] settings) =>
        await Open(await TestDatabase.CreateAsync(kind, "checkout", "billing"), new HandlerLog(), new Alerts(), settings);

    /// <summary>Stops the process and starts another on the same data.</summary>
    public async Task<BusFixture> Reopen()
    {
        await Shop.DisposeAsync();
        return await Open(_database, HandlerLog, Alerts);
    }

    private static async Task<BusFixture> Open(TestDatabase database, HandlerLog handled, Alerts alerts, params (string, string)[] settings)
    {
        var clock = new MovedClock(TimeSpan.Zero);
        var shop = await ShopUnderTest.Start(database, [new Checkout(), new FailingBilling()],
            services => services.AddSingleton(handled).AddSingleton<IAlertChannel>(alerts).AddSingleton<TimeProvider>(clock), [("Bus:RedriveDelay", "00:00:00"), .. settings]);
        return new BusFixture(database, shop, handled, alerts, clock);
    }

    /// <summary>Places orders and waits until each is invoiced or dead-lettered.</summary>
    public async Task Place(params string[] orders)
    {
        await Shop.With<CheckoutDb>(async db =>
        {
            foreach (var order in orders)
                db.Publish(new OrderPlaced(order, 1));
            await db.SaveChangesAsync();
        });
        await Shop.Settle();
        foreach (var order in orders)
            _events[order] = [.. (await The<EventSearch>().Find(new EventFilter { Subject = order, DetailType = "Order Placed" }, null, 10, default)).Select(e => e.Metadata.EventId)];
    }

    /// <summary>How often an order was invoiced, from committed rows.</summary>
    public async Task<int> Invoiced(string order) => (await Shop.Published(order)).Count(published => published == "Invoice Sent");

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

    /// <summary>Removes an order's event from Billing's inbox, as if it had never been received.</summary>
    public Task RemoveFromInbox(string order) => Sql("billing", $"""
        delete from inbox where event_id in ({string.Join(", ", _events[order].Select(id => $"'{(Billing.Database.Kind == StoreKind.Sqlite ? id.ToString().ToUpperInvariant() : id)}'"))})
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

/// <summary>Billing with few retries.</summary>
internal sealed class FailingBilling : IModule
{
    public string Name => "billing";

    public void Register(ModuleBuilder module)
    {
        module.UseDatabase<BillingDb>();
        module.Publishes(EventContract.Of(typeof(InvoiceSent)));
        module.On<OrderPlaced>("send-invoice").Retrying(attempts: 1, maxAge: TimeSpan.FromHours(1)).Do<SendInvoiceOrFail>();
        module.On<EventDeliveryFailed>("report-failure").Do<ReportFailure>();
    }
}

/// <summary>An order's id decides how the handler fails.</summary>
internal sealed class SendInvoiceOrFail(BillingDb db, HandlerLog handled) : IHandle<OrderPlaced>
{
    public Task Handle(OrderPlaced received, CancellationToken ct)
    {
        handled.Done.Enqueue("tried " + received.OrderId);
        if (received.OrderId.StartsWith("hopeless", StringComparison.Ordinal))
            Give(received.OrderId);
        if (received.OrderId == "muddled")
            JsonDocument.Parse("{").Dispose();
        handled.FailIfAsked(received.OrderId);
        handled.Done.Enqueue("invoiced " + received.OrderId);
        db.Publish(new InvoiceSent(received.OrderId));
        return Task.CompletedTask;
    }

    private static void Give(string order) => throw new InvalidOperationException("Outer words.", new NonRetryableException(
        $"{order} cannot be caught. Password=hunter2; card 4111 1111 1111 1111; ada@example.com; Bearer abc.def; \0"));
}

internal sealed class ReportFailure(HandlerLog handled) : IHandle<EventDeliveryFailed>
{
    public Task Handle(EventDeliveryFailed received, CancellationToken ct)
    {
        handled.Done.Enqueue("reported " + received.Subject);
        handled.FailIfAsked("reporting " + received.Subject);
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
