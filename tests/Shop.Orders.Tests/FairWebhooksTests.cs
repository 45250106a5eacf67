using System.Net;
using System.Net.Sockets;
using Shop.Testing;

namespace Shop.Orders.Tests;

/// <summary>A receiver that does not answer delays no other.</summary>
public sealed class FairWebhooksTests
{
    /// <summary>A server that accepts connections and is silent.</summary>
    private sealed class SilentServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public SilentServer() => _listener.Start(backlog: 1_000);

        public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

        public void Dispose() => _listener.Stop();
    }

    [Theory, EachStore]
    public async Task Ten_silent_webhooks_of_one_customer_do_not_delay_another_customers(StoreKind store)
    {
        using var silent = new SilentServer();
        await using var receiver = await WebhookReceiver.Start();
        await using var orders = await OrdersFixture.Open(
            store, settings: [("Orders:Webhooks:Timeout", "00:10:00"), ("Bus:ShutdownTimeout", "00:00:00.500")]);
        for (var i = 0; i < 10; i++)
            (await orders.Send(HttpMethod.Post, "/v1/webhooks", new { customerId = "A", url = silent.Url, events = new[] { "order.created" } })).Dispose();
        (await orders.Send(HttpMethod.Post, "/v1/webhooks", new { customerId = "B", url = receiver.Url, events = new[] { "order.created" } })).Dispose();

        for (var i = 0; i < 40; i++)
            await orders.Http.Place(Shopper.Order("LAMP", customerId: "A"));
        await orders.Http.Place(Shopper.Order("LAMP", customerId: "B"));
        await receiver.Next("order.created");

        // None of the silent calls has ended: the other customer's waited for none.
        Assert.Equal("0", (await orders.Query("select cast(coalesce(sum(attempts), 0) as text) from webhook_deliveries where state <> 'Delivered'", row => row.GetString(0))).Single());
    }
}
