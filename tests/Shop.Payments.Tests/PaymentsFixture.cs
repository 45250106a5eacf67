using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Testing;

namespace Shop.Payments.Tests;

/// <summary>The payments module alone on a real database.</summary>
internal sealed class PaymentsFixture(TestDatabase database, ShopUnderTest shop, TestDatabase? owned) : IAsyncDisposable
{
    public const string Order = "ORD-1";

    public ShopUnderTest Shop => shop;

    public static Task<PaymentsFixture> Open(StoreKind store, params (string, string)[] settings) => Open(store, null, settings);

    public static async Task<PaymentsFixture> Open(StoreKind store, IPaymentGateway? gateway, params (string, string)[] settings)
    {
        var database = await TestDatabase.CreateAsync(store);
        Action<IServiceCollection>? replace = gateway is null ? null : services => services.AddSingleton(gateway);
        return new PaymentsFixture(
            database, await ShopUnderTest.Start(database, [new PaymentsModule()], replace, settings), owned: database);
    }

    /// <summary>On a database that outlives the fixture.</summary>
    public static async Task<PaymentsFixture> Open(TestDatabase database, Action<IServiceCollection>? services,
    params (string, string)[] settings) =>
        new(database, await ShopUnderTest.Start(database, [new PaymentsModule()], services, settings), owned: null);

    public static PaymentRequested Requested(string token = "tok_ok", string order = Order, long minor = 5998) =>
        new(order, new Money(minor), "USD", token);

    public static OrderCancelled Cancelled(string order = Order) =>
        new(order, "CUST-1", "ada@example.com", "customer_request", new Money(5998), "USD");

    public static OrderCreated Created(decimal total, string country = "US", string order = Order) =>
        new(order, "CUST-1", "ada@example.com", [new OrderItem("PROD-1", 1, Money.FromMajor(total))], Money.FromMajor(total), "USD",
            new ShippingAddress(country, "", "London", "N1"));

    /// <summary>Delivers events one after the other and waits until the module is idle.</summary>
    public async Task Receive(params IEvent[] events)
    {
        foreach (var published in events)
            await shop.Receive(published);
        await shop.Settle();
    }

    /// <summary>The events the module published for the order, oldest first.</summary>
    public async Task<string> Published(string order = Order) => string.Join(", ", await shop.Published(order));

    /// <summary>All events of a type that the module published.</summary>
    public async Task<IReadOnlyList<TEvent>> EventsOf<TEvent>() where TEvent : IEvent
    {
        var detailType = EventContract.Of(typeof(TEvent)).DetailType;
        var envelopes = await Query(
            $"select envelope from archive where detail_type = '{detailType}' union all select envelope from outbox where detail_type = "
                + $"'{detailType}'",
            row => row.GetString(0));
        return [.. envelopes.Select(json => Envelope.Parse(Encoding.UTF8.GetBytes(json)).Read<TEvent>())];
    }

    public Task<List<Payment>> Payments() => shop.With<PaymentsDb, List<Payment>>(db => db.Payments.AsNoTracking().ToListAsync());

    /// <summary>The sandbox's ledger.</summary>
    public Task<IReadOnlyList<LedgerRow>> Ledger() => Query(
        "select business_key, outcome, amount from sandbox_charges order by business_key",
        row => new LedgerRow(row.GetString(0), row.GetString(1), row.GetInt64(2)));

    public async Task<IReadOnlyList<T>> Query<T>(string sql, Func<DbDataReader, T> read)
    {
        await using var connection = await database.OpenAsync("payments");
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await row.ReadAsync())
            rows.Add(read(row));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await shop.DisposeAsync();
        if (owned is not null)
            await owned.DisposeAsync();
    }
}

internal sealed record LedgerRow(string Order, string Outcome, long Amount);
