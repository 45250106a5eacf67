using System.Net;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Testing;
using static Shop.Shipping.Tests.ShippingFixture;

namespace Shop.Shipping.Tests;

/// <summary>An order without parcels is told from no order.</summary>
public sealed class UnknownOrdersTests
{
    private static Task<HttpResponseMessage> Shipments(ShippingFixture shipping, string order) =>
        shipping.Http.GetAsync(new Uri($"/v1/orders/{order}/shipments", UriKind.Relative));

    [Theory, EachStore]
    public async Task Parcels_of_no_order_are_not_found(StoreKind store)
    {
        await using var shipping = await Open(store);
        using var response = await Shipments(shipping, "ORD-NOTHING");
        Assert.Equal((HttpStatusCode.NotFound, "order_not_found"), (response.StatusCode, (await response.Json()).GetProperty("code").GetString()));
    }

    [Theory, EachStore]
    public async Task An_order_that_is_not_confirmed_or_was_cancelled_has_no_parcels(StoreKind store)
    {
        await using var shipping = await Open(store);
        var created = new OrderCreated(
            Order, "CUST-1", "ada@example.com", [new OrderItem("PRD-1", 2, new Money(2999))], new Money(5998), "USD",
            new ShippingAddress("US", "CA", "Oakland", "94607"));
        await shipping.Receive(created, created, Cancelled("ORD-cancelled"));

        foreach (var order in (string[])[Order, "ORD-cancelled"])
        {
            using var response = await Shipments(shipping, order);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Empty((await response.Json()).GetProperty("items").EnumerateArray());
        }
    }
}
