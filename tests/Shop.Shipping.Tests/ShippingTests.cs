using Shop.Shipping.Contracts;
using Shop.Testing;
using static Shop.Shipping.Tests.ShippingFixture;

namespace Shop.Shipping.Tests;

public sealed class ShippingTests
{
    [Theory, EachStore]
    public async Task A_confirmed_order_is_booked_shipped_and_delivered_by_itself(StoreKind store)
    {
        await using var shipping = await Open(store);

        await shipping.Receive(Confirmed());
        Assert.Equal(ShipmentState.Preparing, (await shipping.Of()).State);
        await shipping.AdvanceClock();
        Assert.Equal((ShipmentState.Booked, ""), ((await shipping.Of()).State, await shipping.Published()));
        await shipping.AdvanceClock(5);
        Assert.Equal((ShipmentState.Shipped, "Order Shipped"), ((await shipping.Of()).State, await shipping.Published()));
        await shipping.AdvanceClock(10);

        Assert.Equal(
            (ShipmentState.Delivered, "Order Shipped, Order Delivered"), ((await shipping.Of()).State, await shipping.Published()));
        var shipped = Assert.Single(await shipping.Shop.Published<OrderShipped>(Order));
        Assert.Equal(
            ("SHP-01JNK5Y3W8QZ4T7R2M6V9B1C0D", "Simulated Parcels", "ada@example.com"),
            (shipped.ShipmentId, shipped.Carrier, shipped.Email));
        Assert.EndsWith(shipped.TrackingNumber, shipped.TrackingUrl, StringComparison.Ordinal);
        Assert.True(Assert.Single(await shipping.Shop.Published<OrderDelivered>(Order)).DeliveredAt > (await shipping.Of()).ShippedAt);
    }

    [Theory, EachStore]
    public async Task A_duplicate_confirmation_ships_once_and_missed_progress_is_published_at_once(StoreKind store)
    {
        await using var shipping = await Open(store);

        await shipping.Receive(Confirmed(), Confirmed());
        await shipping.AdvanceClock();
        await shipping.Receive(Confirmed());
        await shipping.AdvanceClock(3600);
        await shipping.AdvanceClock(3600);

        Assert.Equal("Order Shipped, Order Delivered", await shipping.Published());
    }

    [Theory, EachStore]
    public async Task A_cancelled_order_is_not_shipped_whether_unknown_prepared_or_booked(StoreKind store)
    {
        await using var shipping = await Open(store);
        await shipping.Receive(Confirmed("ORD-booked"));
        await shipping.AdvanceClock();
        await shipping.Receive(Confirmed("ORD-prepared"));

        await shipping.Receive(Cancelled("ORD-booked"), Cancelled("ORD-prepared"), Cancelled("ORD-unknown"), Cancelled("ORD-booked"));
        await shipping.Receive(Confirmed("ORD-unknown"));
        await shipping.AdvanceClock(1);
        await shipping.AdvanceClock(60);

        foreach (var order in (string[])["ORD-booked", "ORD-prepared", "ORD-unknown"])
            Assert.Equal((ShipmentState.Stopped, ""), ((await shipping.Of(order)).State, await shipping.Published(order)));
    }

    [Theory, EachStore]
    public async Task A_parcel_in_transit_is_recalled_on_cancellation(StoreKind store)
    {
        await using var shipping = await Open(store);
        await shipping.Receive(Confirmed());
        await shipping.AdvanceClock();
        await shipping.AdvanceClock(5);

        await shipping.Receive(Cancelled());
        await shipping.AdvanceClock(1);
        await shipping.AdvanceClock(60);

        Assert.Equal((ShipmentState.Stopped, "Order Shipped"), ((await shipping.Of()).State, await shipping.Published()));
    }

    [Theory, EachStore]
    public async Task A_delivered_parcel_cannot_be_stopped(StoreKind store)
    {
        await using var shipping = await Open(store);
        await shipping.Receive(Confirmed());
        await shipping.AdvanceClock();

        await shipping.Receive(Cancelled());
        await shipping.AdvanceClock(60);

        Assert.Equal(
            (ShipmentState.Delivered, "Order Shipped, Order Delivered"), ((await shipping.Of()).State, await shipping.Published()));
    }

    [Theory, EachStore]
    public async Task Five_hundred_orders_are_all_shipped_and_each_once(StoreKind store)
    {
        await using var shipping = await Open(store);
        var orders = Enumerable.Range(0, 500).Select(i => $"ORD-{i}").ToList();
        var confirmed = orders.Select(order => Envelopes.Of(Confirmed(order)));

        await shipping.Shop.ReceiveBatch("shipping", confirmed, "prepare-shipment");
        await shipping.AdvanceClock();
        await shipping.AdvanceClock(60);

        foreach (var order in orders)
            Assert.Equal("Order Shipped, Order Delivered", await shipping.Published(order));
    }

    [Theory, EachStore]
    public async Task An_old_confirmation_without_items_is_dead_lettered(StoreKind store)
    {
        await using var shipping = await Open(store);

        await shipping.Receive(Confirmed() with { Items = null, ShippingAddress = null });

        Assert.Equal(1, (await shipping.Shop.Backlog("shipping")).DeadLetters);
    }

    [Theory, EachStore]
    public async Task The_shipments_of_an_order_are_shown_with_tracking(StoreKind store)
    {
        await using var shipping = await Open(store);
        await shipping.Receive(Confirmed());
        await shipping.AdvanceClock();
        await shipping.AdvanceClock(5);

        var parcel = Assert.Single((await shipping.Http.Read($"/v1/orders/{Order}/shipments")).GetProperty("items").EnumerateArray());

        Assert.Equal("shipped", parcel.GetProperty("status").GetString());
        Assert.Equal("SP01JNK5Y3W8QZ4T7R2M6V9B1C0D", parcel.GetProperty("trackingNumber").GetString());
        Assert.Equal(2, parcel.GetProperty("items")[0].GetProperty("quantity").GetInt32());
    }
}
