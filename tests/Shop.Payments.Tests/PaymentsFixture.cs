using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Testing;

namespace Shop.Payments.Tests;

/// <summary>The payments module alone.</summary>
internal sealed class PaymentsFixture : ModuleFixture<PaymentsModule>
{
    public const string Order = "ORD-1";

    public static Task<PaymentsFixture> Open(StoreKind store, params (string, string)[] settings) => Open(store, null, settings);

    public static async Task<PaymentsFixture> Open(StoreKind store, IPaymentGateway? gateway, params (string, string)[] settings)
    {
        var fixture = new PaymentsFixture();
        await fixture.Start(store, gateway is null ? null : services => services.AddSingleton(gateway), settings: settings);
        return fixture;
    }

    /// <summary>On a database that outlives the fixture.</summary>
    public static async Task<PaymentsFixture> Open(
        TestDatabase database, Action<IServiceCollection>? services, params (string, string)[] settings)
    {
        var fixture = new PaymentsFixture();
        await fixture.Start(database, services, settings: settings);
        return fixture;
    }

    public static PaymentRequested Requested(string token = "tok_ok", string order = Order, long minor = 5998) =>
        new(order, new Money(minor), "USD", token);

    public static OrderCancelled Cancelled(string order = Order) =>
        new(order, "CUST-1", "ada@example.com", "customer_request", new Money(5998), "USD");

    public static OrderCreated Created(decimal total, string country = "US", string order = Order) =>
        new(order, "CUST-1", "ada@example.com", [new OrderItem("PROD-1", 1, Money.FromMajor(total))], Money.FromMajor(total), "USD",
            new ShippingAddress(country, "", "London", "N1"));

    /// <summary>What the module published for <see cref="Order"/>.</summary>
    public Task<string> Published() => Published(Order);

    public Task<List<Payment>> Payments() => Shop.With<PaymentsDb, List<Payment>>(db => db.Payments.AsNoTracking().ToListAsync());

    /// <summary>The sandbox's ledger.</summary>
    public Task<IReadOnlyList<LedgerRow>> Ledger() => Query(
        "select business_key, outcome, amount from sandbox_charges order by business_key",
        row => new LedgerRow(row.GetString(0), row.GetString(1), row.GetInt64(2)));
}

internal sealed record LedgerRow(string Order, string Outcome, long Amount);
