using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>An order's life after confirmation, over HTTP, with every module and shipments that move by themselves.</summary>
public sealed class FulfilmentLifeTests(LivelyShopFixture running)
{
    [Theory, EachStore]
    public async Task An_order_is_paid_on_shipment_delivered_and_returned_in_part(StoreKind store)
    {
        var shop = await running.On(store);
        var before = await Available(shop, "PRD-0002");
        var id = await shop.Place(Shopper.Order("PRD-0002", 3));

        var stream = await shop.GetStringAsync($"/v1/orders/{id}/stream?until=delivered");
        Assert.Contains("\"fulfillmentStatus\":\"delivered\"", stream, StringComparison.Ordinal);
        var order = await shop.Until($"/v1/orders/{id}", order => Text(order, "paymentStatus") == "paid");
        Assert.Equal(("confirmed", "delivered"), (Text(order, "status"), Text(order, "fulfillmentStatus")));
        var parcel = Assert.Single((await shop.Read($"/v1/orders/{id}/shipments")).GetProperty("items").EnumerateArray());
        Assert.Equal("delivered", Text(parcel, "status"));

        using var late = await shop.PostAsync($"/v1/orders/{id}/cancel", null);
        Assert.Equal((HttpStatusCode.Conflict, "order_shipped"), (late.StatusCode, Text(await late.Json(), "code")));

        var back = await AskReturn(shop, id, "PRD-0002", 1);
        (await Operate(shop, $"/ops/returns/{back}/accept")).Dispose();
        await shop.Until($"/v1/orders/{id}", order => Text(order, "paymentStatus") == "partially_refunded");
        await shop.Until($"/v1/orders/{id}/returns/{back}", back => back.GetProperty("refundedAt").ValueKind == JsonValueKind.String);
        await shop.Until("/v1/products/PRD-0002", product => product.GetProperty("available").GetInt32() == before - 2);
        var timeline = await shop.Until($"/v1/orders/{id}/timeline", timeline => timeline.GetProperty("events").EnumerateArray()
            .All(published => published.GetProperty("handledBy").EnumerateArray().All(received => Text(received, "state") == "handled")));
        Assert.Equal(
            ["Order Confirmed", "Order Created", "Order Delivered", "Order Shipped", "Payment Captured", "Payment Processed", "Payment Refunded", "Payment Requested",
                "Refund Requested", "Return Accepted", "Return Requested"],
            timeline.GetProperty("events").EnumerateArray().Select(published => Text(published, "detailType")).Where(type => !type!.StartsWith("Inventory", StringComparison.Ordinal)
                && !type.StartsWith("Notification", StringComparison.Ordinal)).Distinct().Order());
    }

    [Theory, EachStore]
    public async Task A_reviewed_order_continues_or_ends_as_an_operator_decides(StoreKind store)
    {
        var shop = await running.On(store);
        var (good, bad) = (await shop.Place(Shopper.Order("PRD-0017")), await shop.Place(Shopper.Order("PRD-0017")));
        foreach (var id in (string[])[good, bad])
            await shop.Until($"/v1/orders/{id}", order => Text(order, "status") == "on_hold" && Text(order, "statusReason") == "fraud_review");
        Assert.Superset(
            new HashSet<string?> { good, bad },
            (await shop.Read("/ops/payments/reviews?verdict=unclear")).GetProperty("items").EnumerateArray().Select(review => Text(review, "orderId")).ToHashSet());

        (await Operate(shop, $"/ops/payments/reviews/{good}/accept")).Dispose();
        (await Operate(shop, $"/ops/payments/reviews/{bad}/refuse", new { reason = "The customer did not answer." })).Dispose();

        Assert.Equal("confirmed", Text(await shop.Ended(good), "status"));
        Assert.Equal("fraud_suspected", Text(await shop.Ended(bad), "statusReason"));
        using var again = await Operate(shop, $"/ops/payments/reviews/{bad}/accept", expected: HttpStatusCode.Conflict);
        Assert.Equal("fraud_review_decided", Text(await again.Json(), "code"));
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static async Task<int> Available(HttpClient shop, string product) =>
        (await shop.Read($"/v1/products/{product}")).GetProperty("available").GetInt32();

    private static async Task<string> AskReturn(HttpClient shop, string id, string productId, int quantity)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/orders/{id}/returns")
        {
            Content = JsonContent.Create(new { items = new[] { new { productId, quantity } }, reason = "Too small." }),
        };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await shop.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return Text(await answer.Json(), "returnId")!;
    }

    private static async Task<HttpResponseMessage> Operate(HttpClient shop, string path, object? body = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body ?? new { }) };
        request.Headers.Add("X-Operator", "grace");
        var answer = await shop.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        return answer;
    }
}
