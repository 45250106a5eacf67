using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Shop.Inventory.Contracts;
using Shop.Payments.Contracts;
using Shop.Testing;

namespace Shop.Orders.Tests;

public sealed class WebhookTests : IAsyncLifetime
{
    private WebhookReceiver _receiver = null!;

    public async ValueTask InitializeAsync() => _receiver = await WebhookReceiver.Start();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    private async Task<(string Id, string Secret)> Register(OrdersFixture orders, string? url = null, params string[] events)
    {
        using var response =
            await orders.Send(HttpMethod.Post, "/v1/webhooks", new { customerId = "CUST-1", url = url ?? _receiver.Url, events });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var registered = await response.Json();
        return (registered.GetProperty("webhook").GetProperty("webhookId").GetString()!, registered.GetProperty("secret").GetString()!);
    }

    private static async Task<string> Ping(OrdersFixture orders, string webhook)
    {
        using var response = await orders.Send(HttpMethod.Post, $"/v1/webhooks/{webhook}/ping");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return response.Headers.Location!.ToString();
    }

    private static async Task<JsonElement> Log(OrdersFixture orders, string delivery)
    {
        await orders.Shop.Settle();
        return await orders.Http.Read(delivery);
    }

    private static string State(JsonElement delivery) => delivery.GetProperty("state").GetString()!;

    /// <summary>An independent implementation of the standardwebhooks.com signature.</summary>
    private static void AssertSigned(ReceivedWebhook webhook, string secret)
    {
        Assert.Matches(@"^Shop-Webhooks/\d+\.\d+\.\d+$", webhook.Headers["user-agent"]);
        var signed = $"{webhook.Headers["webhook-id"]}.{webhook.Headers["webhook-timestamp"]}.{webhook.Body}";
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret.Replace("whsec_", "", StringComparison.Ordinal)));
        Assert.Equal(
            "v1," + Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(signed))), webhook.Headers["webhook-signature"]);
        Assert.Matches("^[0-9]{10}$", webhook.Headers["webhook-timestamp"]);
    }

    [Theory, EachStore]
    public async Task A_webhook_gets_signed_deliveries_of_its_customers_orders_only(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var (webhook, secret) = await Register(orders);
        var order = await orders.Http.Place(Shopper.Order("LAMP"));
        await orders.Http.Place(Shopper.Order("LAMP", customerId: "CUST-2"));

        var created = await _receiver.Next("order.created");
        await orders.Receive(new InventoryReservationFailed(order, "Too few.", [new MissingItem("LAMP", 1, 0)]));
        var cancelled = await _receiver.Next("order.cancelled");
        await orders.Shop.Settle();

        Assert.All([created, cancelled], received => AssertSigned(received, secret));
        Assert.All(
            [created, cancelled], received => Assert.Equal(order, received.Json.GetProperty("data").GetProperty("orderId").GetString()));
        Assert.Equal("out_of_stock", cancelled.Json.GetProperty("data").GetProperty("statusReason").GetString());
        Assert.Empty(_receiver.Rest());
        var log = (await orders.Http.Read($"/v1/webhooks/{webhook}/deliveries")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            ["order.cancelled delivered", "order.created delivered"],
            log.Select(one => $"{one.GetProperty("eventType").GetString()} {State(one)}"));
    }

    [Theory, EachStore]
    public async Task A_webhook_gets_order_held_and_order_resumed(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        await Register(orders, events: ["order.held", "order.resumed"]);

        var large = await orders.Http.Place(Shopper.Order("LAMP", 60));
        await orders.Receive(new InventoryReserved(large, []));
        AssertDelivers(await _receiver.Next(), "order.held", large, "on_hold", "awaiting_review");
        await orders.Receive(new FraudCheckPassed(large));
        AssertDelivers(await _receiver.Next(), "order.resumed", large, "pending", null);

        var small = await orders.Http.Place(Shopper.Order("LAMP"));
        await orders.Receive(
            new EventDeliveryFailed(small, "inventory", "reserve-stock", Guid.NewGuid(), "Order Created", "A cause", "AN_ERROR"));
        AssertDelivers(await _receiver.Next(), "order.held", small, "on_hold", "event_delivery_failed");
        using var resume =
            new HttpRequestMessage(HttpMethod.Post, $"/ops/orders/{small}/resume") { Headers = { { "X-Operator", "grace" } } };
        using var resumed = await orders.Http.SendAsync(resume);
        AssertDelivers(await _receiver.Next(), "order.resumed", small, "pending", null);
        await orders.Shop.Settle();
        Assert.Empty(_receiver.Rest());
    }

    private static void AssertDelivers(ReceivedWebhook webhook, string type, string order, string status, string? reason)
    {
        var data = webhook.Json.GetProperty("data");
        Assert.Equal(
            (type, order, status, reason),
            (webhook.Type, data.GetProperty("orderId").GetString(), data.GetProperty("status").GetString(), data.GetProperty("statusReason")
            .GetString()));
    }

    [Theory, EachStore]
    public async Task A_secret_is_encrypted_in_the_database_and_works_after_a_restart(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var (webhook, secret) = await Register(orders);

        await orders.Restart();
        await Log(orders, await Ping(orders, webhook));

        AssertSigned(Assert.Single(_receiver.Rest()), secret);
        var stored = (await orders.Query("select secret from webhooks", row => row.GetString(0))).Single();
        Assert.DoesNotContain(secret["whsec_".Length..], stored, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", stored, StringComparison.Ordinal);
    }

    [Theory, EachStore]
    public async Task Without_the_keys_a_secret_cannot_sign_and_the_delivery_log_shows_it(StoreKind store)
    {
        using var keys = TemporaryFolder.Create("shop-keys");
        await using var orders =
            await OrdersFixture.Open(store, settings: [("Orders:Webhooks:Keys", keys.Path), ("Orders:Webhooks:MaxAttempts", "1")]);
        var (webhook, _) = await Register(orders);
        foreach (var key in Directory.GetFiles(keys.Path))
            File.Delete(key);

        await orders.Restart();
        var log = await Log(orders, await Ping(orders, webhook));

        Assert.Contains(
            "secret cannot be read", log.GetProperty("lastAttempts")[0].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Empty(_receiver.Rest());
    }

    [Fact]
    public async Task A_webhook_gets_only_subscribed_events()
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite);
        await Register(orders, events: "order.cancelled");
        var order = await orders.Http.Place(Shopper.Order("LAMP"));
        using var cancelled = await orders.Send(HttpMethod.Post, $"/v1/orders/{order}/cancel");
        await orders.Shop.Settle();

        Assert.Equal("order.cancelled", Assert.Single(_receiver.Rest()).Type);
    }

    [Theory, EachStore]
    public async Task A_failed_delivery_is_retried_with_the_same_id(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var (webhook, secret) = await Register(orders);
        _receiver.RespondFirst(500, 503);

        var log = await Log(orders, await Ping(orders, webhook));

        Assert.Equal(("delivered", 3), (State(log), log.GetProperty("attempts").GetInt32()));
        Assert.Equal(
            [500, 503, 204], log.GetProperty("lastAttempts").EnumerateArray().Select(made => made.GetProperty("status").GetInt32()));
        var webhooks = _receiver.Rest();
        Assert.Equal(3, webhooks.Count);
        Assert.Single(webhooks.Select(one => one.Headers["webhook-id"]).Distinct());
        Assert.All(webhooks, one => AssertSigned(one, secret));
    }

    [Theory, EachStore]
    public async Task A_receiver_that_always_fails_ends_in_the_delivery_log_and_not_in_the_dead_letters(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store, settings: ("Orders:Webhooks:MaxAttempts", "3"));
        var (webhook, _) = await Register(orders);
        _receiver.RespondFirst(500, 500, 500);

        var log = await Log(orders, await Ping(orders, webhook));

        Assert.Equal(("failed", 3), (State(log), log.GetProperty("attempts").GetInt32()));
        Assert.Equal(0, (await orders.Shop.Backlog("orders")).DeadLetters);
    }

    [Theory, EachStore]
    public async Task A_receiver_that_answers_410_gets_no_more_deliveries(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var (webhook, _) = await Register(orders);
        _receiver.RespondFirst(410);

        Assert.Equal("failed", State(await Log(orders, await Ping(orders, webhook))));

        await orders.Http.Place(Shopper.Order("LAMP"));
        await orders.Shop.Settle();
        Assert.Single(_receiver.Rest());
        Assert.Equal(JsonValueKind.String, (await orders.Http.Read($"/v1/webhooks/{webhook}")).GetProperty("endedAt").ValueKind);
        await OrdersFixture.AssertProblem(await orders.Send(HttpMethod.Post, $"/v1/webhooks/{webhook}/ping"), 409, "webhook_ended");
    }

    [Theory, EachStore]
    public async Task A_delivery_can_be_redelivered(StoreKind store)
    {
        await using var orders = await OrdersFixture.Open(store);
        var (webhook, _) = await Register(orders);
        var first = await Log(orders, await Ping(orders, webhook));

        using var response = await orders.Send(
            HttpMethod.Post, $"/v1/webhooks/{webhook}/deliveries/{first.GetProperty("deliveryId").GetString()}/redeliver");
        var again = await Log(orders, response.Headers.Location!.ToString());

        Assert.Equal(first.GetProperty("deliveryId").GetString(), again.GetProperty("redelivers").GetString());
        var webhooks = _receiver.Rest();
        Assert.Equal(2, webhooks.Count);
        Assert.Equal((webhooks[0].Headers["webhook-id"], webhooks[0].Body), (webhooks[1].Headers["webhook-id"], webhooks[1].Body));
    }

    [Fact]
    public async Task A_deleted_webhook_gets_no_more_deliveries()
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite);
        var (webhook, _) = await Register(orders);

        using var deleted = await orders.Send(HttpMethod.Delete, $"/v1/webhooks/{webhook}");
        await orders.Http.Place(Shopper.Order("LAMP"));
        await orders.Shop.Settle();

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(_receiver.Rest());
        await OrdersFixture.AssertProblem(await orders.Http.GetAsync($"/v1/webhooks/{webhook}"), 404, "webhook_not_found");
    }

    [Fact]
    public async Task The_secret_is_shown_once()
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite);
        var (webhook, secret) = await Register(orders);

        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", secret);
        Assert.DoesNotContain(secret, await orders.Http.GetStringAsync($"/v1/webhooks/{webhook}"), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await orders.Http.GetStringAsync("/v1/webhooks?customerId=CUST-1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://hooks.example.com/")]
    [InlineData("http://127.0.0.1:5099/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("nonsense")]
    public async Task An_internal_or_http_URL_is_rejected(string url)
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite, environment: "Production");

        var problem =
            await OrdersFixture.AssertProblem(
            await orders.Send(HttpMethod.Post, "/v1/webhooks", new { customerId = "CUST-1", url }), 400, "invalid_request");

        Assert.Equal("url_not_allowed", problem.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_host_that_resolves_to_an_internal_address_is_not_called()
    {
        await using var orders =
            await OrdersFixture.Open(StoreKind.Sqlite, environment: "Production", settings: ("Orders:Webhooks:MaxAttempts", "1"));
        var (webhook, _) = await Register(orders, url: "https://localhost/");

        var log = await Log(orders, await Ping(orders, webhook));

        Assert.Equal("failed", State(log));
        Assert.Contains(
            "an address that is not public", log.GetProperty("lastAttempts")[0].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pings_and_redeliveries_are_limited_to_thirty_per_minute()
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite);
        var (webhook, _) = await Register(orders);
        for (var i = 0; i < 30; i++)
            Assert.Equal(HttpStatusCode.Accepted, (await orders.Send(HttpMethod.Post, $"/v1/webhooks/{webhook}/ping")).StatusCode);

        await OrdersFixture.AssertProblem(await orders.Send(HttpMethod.Post, $"/v1/webhooks/{webhook}/ping"), 429, "too_many_requests");
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite, settings: ("Orders:Webhooks:MaxAttempts", "1"));
        var (webhook, _) = await Register(orders);
        _receiver.RespondFirst(307);

        Assert.Equal("failed", State(await Log(orders, await Ping(orders, webhook))));

        Assert.Equal("/hook", Assert.Single(_receiver.Rest()).Path);
    }

    [Fact]
    public async Task The_number_of_webhooks_per_customer_is_limited()
    {
        await using var orders = await OrdersFixture.Open(StoreKind.Sqlite, settings: ("Orders:Webhooks:MaxPerCustomer", "1"));
        await Register(orders);
        await OrdersFixture.AssertProblem(
            await orders.Send(HttpMethod.Post, "/v1/webhooks", new { customerId = "CUST-1", url = _receiver.Url }), 409,
            "too_many_webhooks");
    }

    [Theory, EachStore]
    public async Task Old_deliveries_are_purged(StoreKind store)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        await using var orders = await OrdersFixture.Open(store, clock: clock);
        var (webhook, _) = await Register(orders);
        await Log(orders, await Ping(orders, webhook));
        clock.Advance(TimeSpan.FromDays(31));

        await orders.Shop.With<PurgeOldDeliveries>(job => job.Run(CancellationToken.None));

        Assert.Empty((await orders.Http.Read($"/v1/webhooks/{webhook}/deliveries")).GetProperty("items").EnumerateArray());
    }
}
