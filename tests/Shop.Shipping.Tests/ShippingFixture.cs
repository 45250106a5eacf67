using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Testing;

namespace Shop.Shipping.Tests;

/// <summary>The shipping module alone, with a clock that tests move.</summary>
internal sealed class ShippingFixture : ModuleFixture<ShippingModule>
{
    public const string Order = "ORD-01JNK5Y3W8QZ4T7R2M6V9B1C0D";

    public static async Task<ShippingFixture> Open(StoreKind store, IParcelCarrier? carrier = null)
    {
        var fixture = new ShippingFixture();
        await fixture.Start(store, carrier is null ? null : services => services.AddSingleton(carrier), fixture.Clock);
        return fixture;
    }

    public static OrderConfirmed Confirmed(string order = Order) => new(
        order, "CUST-1", "ada@example.com", new Money(5998), "USD", [new OrderItem("PRD-1", 2, new Money(2999))],
        new ShippingAddress("US", "CA", "Oakland", "94607"));

    public static OrderCancelled Cancelled(string order = Order) =>
        new(order, "CUST-1", "ada@example.com", "customer_request", new Money(5998), "USD");

    /// <summary>Advances the clock and runs the recurring job.</summary>
    public async Task AdvanceClock(double seconds = 0)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        await Shop.With<MoveShipments>(job => job.Run(CancellationToken.None));
        await Shop.Settle();
    }

    public Task<Shipment> Of(string order = Order) =>
        Shop.With<ShippingDb, Shipment>(db => db.Shipments.AsNoTracking().SingleAsync(shipment => shipment.OrderId == order));

    /// <summary>What the module published for <see cref="Order"/>.</summary>
    public Task<string> Published() => Published(Order);
}
