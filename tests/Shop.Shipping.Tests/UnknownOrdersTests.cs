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

    /// <summary>Its event is on its way.</summary>
    [Fact]
    public async Task A_new_order_has_no_parcels_yet()
    {
        await using var shipping = await Open(StoreKind.Sqlite);
        var order = OrderPlacedAt(shipping.Clock.GetUtcNow());
        using var early = await Shipments(shipping, order);
        Assert.Equal(HttpStatusCode.OK, early.StatusCode);
        Assert.Empty((await early.Json()).GetProperty("items").EnumerateArray());

        shipping.Clock.Advance(TimeSpan.FromMinutes(1));
        using var late = await Shipments(shipping, order);
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
    }

    private static string OrderPlacedAt(DateTimeOffset time)
    {
        var digits = Enumerable.Range(0, 10).Select(i => OrderIds.Alphabet[(int)(time.ToUnixTimeMilliseconds() >> (45 - 5 * i) & 31)]);
        return $"{OrderIds.Prefix}{string.Concat(digits)}{new string('0', 16)}";
    }

    [Theory]
    [InlineData("ORD-01JNK5Y3W8QZ4T7R2M6V9B1C0D", "2025-03-05T12:54:20.808Z")]
    [InlineData("ORD-00000000000000000000000000", "1970-01-01T00:00:00Z")]
    [InlineData("ORD-7ZZZZZZZZZZZZZZZZZZZZZZZZZ", null)]
    [InlineData("ORD-NOTHING", null)]
    [InlineData("RET-01JNK5Y3W8QZ4T7R2M6V9B1C0D", null)]
    [InlineData("ORD-0IJNK5Y3W8QZ4T7R2M6V9B1C0D", null)]
    public void The_id_of_an_order_has_the_time_at_which_it_was_placed(string id, string? placedAt) => Assert.Equal(
        placedAt is null ? null : DateTimeOffset.Parse(placedAt, System.Globalization.CultureInfo.InvariantCulture), OrderIds.PlacedAt(id));

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
