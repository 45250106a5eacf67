using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Testing;

namespace Shop.Shipping.Tests;

/// <summary>The shipping module alone with its own database and a controlled clock.</summary>
internal sealed class ShippingFixture(TestDatabase database, ShopOverHttp shop, FakeTimeProvider clock) : IAsyncDisposable
{
    public const string Order = "ORD-01JNK5Y3W8QZ4T7R2M6V9B1C0D";

    public ShopUnderTest Shop => shop.Shop;

    public HttpClient Http => shop.Http;

    public static async Task<ShippingFixture> Open(StoreKind store, IParcelCarrier? carrier = null)
    {
        var database = await TestDatabase.CreateAsync(store);
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        var shop = await ShopOverHttp.Start(database, [new ShippingModule()], services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            if (carrier is not null)
                services.AddSingleton(carrier);
        });
        return new ShippingFixture(database, shop, clock);
    }

    public static OrderConfirmed Confirmed(string order = Order) => new(
        order, "CUST-1", "ada@example.com", new Money(5998), "USD", [new OrderItem("PRD-1", 2, new Money(2999))],
        new ShippingAddress("US", "CA", "Oakland", "94607"));

    public static OrderCancelled Cancelled(string order = Order) =>
        new(order, "CUST-1", "ada@example.com", "customer_request", new Money(5998), "USD");

    public async Task Receive(params IEvent[] events)
    {
        foreach (var published in events)
            await Shop.Receive(published);
        await Shop.Settle();
    }

    /// <summary>Advances the clock and runs the recurring job.</summary>
    public async Task AdvanceClock(double seconds = 0)
    {
        clock.Advance(TimeSpan.FromSeconds(seconds));
        await Shop.With<MoveShipments>(job => job.Run(CancellationToken.None));
        await Shop.Settle();
    }

    public Task<Shipment> Of(string order = Order) =>
        Shop.With<ShippingDb, Shipment>(db => db.Shipments.AsNoTracking().SingleAsync(shipment => shipment.OrderId == order));

    public async Task<string> Published(string order = Order) => string.Join(", ", await Shop.Published(order));

    public async ValueTask DisposeAsync()
    {
        await shop.DisposeAsync();
        await database.DisposeAsync();
    }
}
