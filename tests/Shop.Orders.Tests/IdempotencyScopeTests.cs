using System.Net;
using System.Net.Http.Json;
using Shop.Testing;

namespace Shop.Orders.Tests;

/// <summary>A key belongs to its caller, and to one request: operation, path and body.</summary>
public sealed class IdempotencyScopeTests
{
    [Theory, EachStore]
    public async Task Another_cart_with_equal_lines_is_another_request(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var lines = new { customerId = "CUST-1", items = new[] { new { productId = "LAMP", quantity = 1 } } };
        var (a, b) = (await orders.Cart(lines), await orders.Cart(lines));
        using var first = await orders.CheckOut(a.Id, a.Tag, "k");
        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);

        await OrdersFixture.AssertProblem(await orders.CheckOut(b.Id, b.Tag, "k"), 422, "idempotency_key_reused");

        using var retried = await orders.CheckOut(a.Id, a.Tag, "k");
        Assert.Equal("true", retried.Headers.GetValues("Idempotency-Replayed").Single());
        using var next = await orders.CheckOut(b.Id, b.Tag, "k2");
        Assert.Equal(HttpStatusCode.Accepted, next.StatusCode);
    }

    [Theory, EachStore]
    public async Task An_order_is_not_replayed_as_a_checkout(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        using var placed = await orders.Http.Post(Shopper.Order("LAMP"), "k");
        var cart = await orders.Cart(new { customerId = "CUST-1", items = new[] { new { productId = "LAMP", quantity = 1 } } });
        await OrdersFixture.AssertProblem(await orders.CheckOut(cart.Id, cart.Tag, "k"), 422, "idempotency_key_reused");
    }

    [Theory, EachStore]
    public async Task The_same_key_of_another_customer_is_another_key(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        using var first = await orders.Http.Post(Shopper.Order("LAMP", customerId: "CUST-1"), "k");
        using var second = await orders.Http.Post(Shopper.Order("LAMP", customerId: "CUST-2"), "k");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, second.StatusCode));
        Assert.NotEqual((await first.Json()).GetProperty("orderId").GetString(), (await second.Json()).GetProperty("orderId").GetString());
        Assert.False(second.Headers.Contains("Idempotency-Replayed"));
    }

    [Theory, EachStore]
    public async Task A_return_of_another_order_with_the_same_key_is_rejected(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var (a, b) = (await orders.Delivered(), await orders.Delivered());
        using var first = await orders.RequestReturn(a, OrdersFixture.Items(("PRD-1", 1)), "k");
        using var second = await orders.RequestReturn(b, OrdersFixture.Items(("PRD-1", 1)), "k");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity), (first.StatusCode, second.StatusCode));
    }
}
