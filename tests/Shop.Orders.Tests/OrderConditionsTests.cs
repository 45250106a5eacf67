using System.Net;
using Shop.Testing;

namespace Shop.Orders.Tests;

public sealed class OrderConditionsTests
{
    private static async Task<string> Place(OrdersFixture orders) => await orders.Http.Place(Shopper.Order("LAMP"));

    [Theory, EachStore]
    public async Task An_unchanged_order_returns_304(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var order = await Place(orders);
        using var first = await orders.Http.GetAsync($"/v1/orders/{order}");
        using var request =
            new HttpRequestMessage(
            HttpMethod.Get, $"/v1/orders/{order}") { Headers = { { "If-None-Match", OrdersFixture.Tag(first) } } };

        using var again = await orders.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory, EachStore]
    public async Task Cancelling_honours_If_Match_when_present(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var (order, other) = (await Place(orders), await Place(orders));
        using var read = await orders.Http.GetAsync($"/v1/orders/{order}");

        await OrdersFixture.AssertProblem(
            await orders.Send(HttpMethod.Post, $"/v1/orders/{order}/cancel", seen: "\"another\""), 412, "precondition_failed");
        using var cancelled = await orders.Send(HttpMethod.Post, $"/v1/orders/{order}/cancel", seen: OrdersFixture.Tag(read));
        using var unconditional = await orders.Send(HttpMethod.Post, $"/v1/orders/{other}/cancel");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (cancelled.StatusCode, unconditional.StatusCode));
        using var after = await orders.Http.GetAsync($"/v1/orders/{order}");
        Assert.Equal(OrdersFixture.Tag(after), OrdersFixture.Tag(cancelled));
        Assert.NotEqual(OrdersFixture.Tag(read), OrdersFixture.Tag(after));
    }

    [Fact]
    public async Task A_stream_reopened_after_its_end_returns_204()
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite);
        var order = await Place(orders);
        using var cancelled = await orders.Send(HttpMethod.Post, $"/v1/orders/{order}/cancel");
        var lines = (await orders.Http.GetStringAsync($"/v1/orders/{order}/stream")).Split('\n');
        var last = lines.Last(line => line.StartsWith("id:", StringComparison.Ordinal))["id:".Length..].Trim();
        using var request =
            new HttpRequestMessage(HttpMethod.Get, $"/v1/orders/{order}/stream") { Headers = { { "Last-Event-ID", last } } };

        using var again = await orders.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Theory, EachStore]
    public async Task Each_page_of_a_list_links_to_the_next(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        for (var i = 0; i < 3; i++)
            await orders.Send(HttpMethod.Post, "/v1/webhooks", new { customerId = "CUST-1", url = "https://hooks.example.com/" });
        var webhooks = new List<string?>();
        for (var next = "/v1/webhooks?customerId=CUST-1&limit=2"; next is not null;)
        {
            using var page = await orders.Http.GetAsync(next);
            webhooks.AddRange(
                (await page.Json()).GetProperty("items").EnumerateArray().Select(webhook => webhook.GetProperty("webhookId").GetString()));
            next = page.Headers.TryGetValues("Link", out var links) ? links.Single()[1..].Split('>')[0] : null;
        }
        Assert.Equal(3, webhooks.Distinct().Count());
    }
}
