using System.Net;
using System.Net.Http.Json;
using Shop.Testing;

namespace Shop.Orders.Tests;

/// <summary>A limit holds for requests that arrive at once, whichever process serves them.</summary>
public sealed class LimitsTests
{
    private const string Receiver = "https://hooks.example.com/shop";

    private static async Task<List<HttpStatusCode>> AtOnce(int count, Func<int, Task<HttpResponseMessage>> send)
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, count).Select(send));
        return [.. responses.Select(response => response.StatusCode)];
    }

    private static object Webhook => new { customerId = "CUST-1", url = Receiver };

    [Theory, EachStore]
    public async Task Sixty_registrations_at_once_make_ten_webhooks(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);

        var statuses = await AtOnce(60, _ => orders.Send(HttpMethod.Post, "/v1/webhooks", Webhook));

        Assert.Equal((10, 50), (statuses.Count(status => status == HttpStatusCode.Created), statuses.Count(status => status == HttpStatusCode.Conflict)));
        Assert.Equal(10, (await orders.Http.Read("/v1/webhooks?customerId=CUST-1")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Two_processes_together_keep_the_limit()
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Postgres);
        await using var other = await orders.StartAnother();

        var statuses = await AtOnce(60, i => i % 2 == 0
            ? orders.Send(HttpMethod.Post, "/v1/webhooks", Webhook)
            : other.Http.PostAsJsonAsync("/v1/webhooks", Webhook));

        Assert.Equal(10, statuses.Count(status => status == HttpStatusCode.Created));
    }

    [Theory, EachStore]
    public async Task Eighty_pings_and_redeliveries_at_once_send_thirty(StoreKind store)
    {
        await using var receiver = await WebhookReceiver.Start();
        await using var orders = await OrdersFixture.Open(store);
        using var registered = await orders.Send(HttpMethod.Post, "/v1/webhooks", new { customerId = "CUST-1", url = receiver.Url });
        var webhook = (await registered.Json()).GetProperty("webhook").GetProperty("webhookId").GetString();
        using var first = await orders.Send(HttpMethod.Post, $"/v1/webhooks/{webhook}/ping");
        var redeliver = first.Headers.Location + "/redeliver";

        var statuses = await AtOnce(80, i => orders.Send(HttpMethod.Post, i % 2 == 0 ? $"/v1/webhooks/{webhook}/ping" : redeliver));

        Assert.Equal((29, 51), (statuses.Count(status => status == HttpStatusCode.Accepted), statuses.Count(status => status == HttpStatusCode.TooManyRequests)));
    }
}
