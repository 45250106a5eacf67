using Shop.Shipping.Contracts;
using Shop.Testing;
using static Shop.Shipping.Tests.Depot;

namespace Shop.Shipping.Tests;

public sealed class ShippingTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_confirmed_order_is_booked_shipped_and_delivered_by_itself(StoreKind store)
    {
        await using var depot = await Open(store);

        await depot.Hear(Confirmed());
        Assert.Equal(ShipmentState.Preparing, (await depot.Of()).State);
        await depot.Later();
        Assert.Equal((ShipmentState.Booked, ""), ((await depot.Of()).State, await depot.Said()));
        await depot.Later(5);
        Assert.Equal((ShipmentState.Shipped, "Order Shipped"), ((await depot.Of()).State, await depot.Said()));
        await depot.Later(10);

        Assert.Equal((ShipmentState.Delivered, "Order Shipped, Order Delivered"), ((await depot.Of()).State, await depot.Said()));
        var shipped = Assert.Single(await depot.Shop.Said<OrderShipped>(Order));
        Assert.Equal(("SHP-01JNK5Y3W8QZ4T7R2M6V9B1C0D", "Simulated Parcels", "ada@example.com"), (shipped.ShipmentId, shipped.Carrier, shipped.Email));
        Assert.EndsWith(shipped.TrackingNumber, shipped.TrackingUrl, StringComparison.Ordinal);
        Assert.True(Assert.Single(await depot.Shop.Said<OrderDelivered>(Order)).DeliveredAt > (await depot.Of()).ShippedAt);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Confirmed_again_is_shipped_once_and_what_was_missed_is_told_at_once(StoreKind store)
    {
        await using var depot = await Open(store);

        await depot.Hear(Confirmed(), Confirmed());
        await depot.Later();
        await depot.Hear(Confirmed());
        await depot.Later(3600);
        await depot.Later(3600);

        Assert.Equal("Order Shipped, Order Delivered", await depot.Said());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_cancelled_order_is_not_shipped_whether_it_is_prepared_booked_or_not_heard_of_yet(StoreKind store)
    {
        await using var depot = await Open(store);
        await depot.Hear(Confirmed("ORD-booked"));
        await depot.Later();
        await depot.Hear(Confirmed("ORD-prepared"));

        await depot.Hear(Cancelled("ORD-booked"), Cancelled("ORD-prepared"), Cancelled("ORD-unknown"), Cancelled("ORD-booked"));
        await depot.Hear(Confirmed("ORD-unknown"));
        await depot.Later(1);
        await depot.Later(60);

        foreach (var order in (string[])["ORD-booked", "ORD-prepared", "ORD-unknown"])
            Assert.Equal((ShipmentState.Stopped, ""), ((await depot.Of(order)).State, await depot.Said(order)));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_parcel_that_has_just_left_comes_back_when_its_order_is_cancelled(StoreKind store)
    {
        await using var depot = await Open(store);
        await depot.Hear(Confirmed());
        await depot.Later();
        await depot.Later(5);

        await depot.Hear(Cancelled());
        await depot.Later(1);
        await depot.Later(60);

        Assert.Equal((ShipmentState.Stopped, "Order Shipped"), ((await depot.Of()).State, await depot.Said()));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task What_has_been_delivered_cannot_be_stopped(StoreKind store)
    {
        await using var depot = await Open(store);
        await depot.Hear(Confirmed());
        await depot.Later();

        await depot.Hear(Cancelled());
        await depot.Later(60);

        Assert.Equal((ShipmentState.Delivered, "Order Shipped, Order Delivered"), ((await depot.Of()).State, await depot.Said()));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Five_hundred_orders_are_all_shipped_and_each_once(StoreKind store)
    {
        await using var depot = await Open(store);
        var orders = Enumerable.Range(0, 500).Select(i => $"ORD-{i}").ToList();
        var confirmed = orders.Select(order => Envelopes.Of(Confirmed(order)).Json);

        await depot.Shop.Modules["shipping"].Hear(confirmed.Select(json => (json, (IReadOnlyList<string>)["prepare-shipment"])), CancellationToken.None);
        await depot.Later();
        await depot.Later(60);

        foreach (var order in orders)
            Assert.Equal("Order Shipped, Order Delivered", await depot.Said(order));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_order_that_was_confirmed_before_there_was_shipping_is_given_to_a_person(StoreKind store)
    {
        await using var depot = await Open(store);

        await depot.Hear(Confirmed() with { Items = null, ShippingAddress = null });

        Assert.Equal(1, (await depot.Shop.Modules["shipping"].Store.Backlog(CancellationToken.None)).DeadLetters);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task The_shipments_of_an_order_are_shown_with_tracking(StoreKind store)
    {
        await using var depot = await Open(store);
        Assert.Empty((await depot.Http.Read($"/v1/orders/{Order}/shipments")).GetProperty("shipments").EnumerateArray());
        await depot.Hear(Confirmed());
        await depot.Later();
        await depot.Later(5);

        var parcel = Assert.Single((await depot.Http.Read($"/v1/orders/{Order}/shipments")).GetProperty("shipments").EnumerateArray());

        Assert.Equal("shipped", parcel.GetProperty("status").GetString());
        Assert.Equal("SP01JNK5Y3W8QZ4T7R2M6V9B1C0D", parcel.GetProperty("trackingNumber").GetString());
        Assert.Equal(2, parcel.GetProperty("items")[0].GetProperty("quantity").GetInt32());
    }
}
