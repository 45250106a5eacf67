using Shop.Testing;

namespace Shop.Orders.Tests;

/// <summary>A part of what does not exist, or was deleted, is not found, and the problem names what is missing.</summary>
public sealed class MissingParentsTests
{
    [Theory]
    [InlineData("/v1/orders/ORD-NOTHING/returns", "order_not_found")]
    [InlineData("/v1/orders/ORD-NOTHING/returns/RET-NOTHING", "order_not_found")]
    [InlineData("/v1/orders/ORD-NOTHING/timeline", "order_not_found")]
    [InlineData("/v1/orders/ORD-NOTHING/stream", "order_not_found")]
    [InlineData("/v1/webhooks/WHK-NOTHING/deliveries", "webhook_not_found")]
    [InlineData("/v1/webhooks/WHK-NOTHING/deliveries/WHD-NOTHING", "webhook_not_found")]
    public async Task A_part_of_nothing_is_not_found(string path, string code)
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite);
        await OrdersFixture.AssertProblem(await orders.Http.GetAsync(new Uri(path, UriKind.Relative)), 404, code);
    }

    [Fact]
    public async Task A_delivery_of_a_deleted_webhook_is_not_found()
    {
        await using var receiver = await WebhookReceiver.Start();
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite);
        using var registered = await orders.Send(HttpMethod.Post, "/v1/webhooks", new { customerId = "CUST-1", url = receiver.Url });
        var webhook = (await registered.Json()).GetProperty("webhook").GetProperty("webhookId").GetString();
        using var ping = await orders.Send(HttpMethod.Post, $"/v1/webhooks/{webhook}/ping");
        using var deleted = await orders.Send(HttpMethod.Delete, $"/v1/webhooks/{webhook}");

        await OrdersFixture.AssertProblem(await orders.Http.GetAsync(ping.Headers.Location), 404, "webhook_not_found");
        await OrdersFixture.AssertProblem(await orders.Send(HttpMethod.Post, ping.Headers.Location + "/redeliver"), 404, "webhook_not_found");
    }
}
