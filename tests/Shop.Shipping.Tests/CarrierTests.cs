using Shop.Orders.Contracts;
using Shop.Testing;
using static Shop.Shipping.Tests.ShippingFixture;

namespace Shop.Shipping.Tests;

/// <summary>A carrier that does not respond, or responds at the wrong moment.</summary>
public sealed class CarrierTests
{
    [Theory, EachStore]
    public async Task A_failed_booking_does_not_delay_others_and_is_retried(StoreKind store)
    {
        var carrier = new ControlledCarrier { FailsFor = "SHP-1" };
        await using var shipping = await Open(store, carrier);
        await shipping.Receive(Confirmed("ORD-1"), Confirmed("ORD-2"));

        await shipping.AdvanceClock();
        Assert.Equal(
            (ShipmentState.Preparing, ShipmentState.Booked), ((await shipping.Of("ORD-1")).State, (await shipping.Of("ORD-2")).State));
        carrier.FailsFor = "";
        await shipping.AdvanceClock(31);

        Assert.Equal(ShipmentState.Booked, (await shipping.Of("ORD-1")).State);
    }

    [Theory, EachStore]
    public async Task An_order_cancelled_during_booking_is_stopped_at_the_carrier(StoreKind store)
    {
        var carrier = new ControlledCarrier();
        await using var shipping = await Open(store, carrier);
        await shipping.Receive(Confirmed("ORD-1"));
        carrier.WhileBooking = () => shipping.Shop.Receive(Cancelled("ORD-1"));

        await shipping.AdvanceClock();
        carrier.WhileBooking = () => Task.CompletedTask;
        await shipping.AdvanceClock(1);

        Assert.Equal(ShipmentState.Stopped, (await shipping.Of("ORD-1")).State);
        Assert.Equal(["SHP-1"], carrier.Booked);
        Assert.Equal(["SHP-1"], carrier.Stopped);
    }

    private sealed class ControlledCarrier : IParcelCarrier
    {
        public string FailsFor { get; set; } = "";

        public Func<Task> WhileBooking { get; set; } = () => Task.CompletedTask;

        public List<string> Booked { get; } = [];

        public List<string> Stopped { get; } = [];

        public string Name => "In hand";

        public async Task<Label> Book(string shipmentId, ShippingAddress to, CancellationToken ct)
        {
            if (shipmentId == FailsFor)
                throw new HttpRequestException("The carrier is not there.");
            Booked.Add(shipmentId);
            await WhileBooking();
            return new Label("T-" + shipmentId, "https://parcels.example/" + shipmentId);
        }

        public Task<IReadOnlyList<Progress>> Track(IReadOnlyList<Booking> parcels, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<Progress>>([.. parcels.Select(_ => new Progress(null, null))]);

        public Task<bool> Stop(string shipmentId, Booking? booked, CancellationToken ct)
        {
            Stopped.Add(shipmentId);
            return Task.FromResult(true);
        }
    }
}
