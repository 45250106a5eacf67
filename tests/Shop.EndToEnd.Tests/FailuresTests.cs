using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>Failures, as an operator sees and fixes them over HTTP.</summary>
public sealed class FailuresTests(LivelyShopFixture running)
{
    private static async Task<JsonElement> Post(HttpClient shop, string path, object? body = null, HttpStatusCode expected = HttpStatusCode.Accepted, string? who = "ada")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (who is not null) request.Headers.Add("X-Operator", who);
        using var answer = await shop.SendAsync(request);
        Assert.True(expected == answer.StatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Json();
    }

    private static bool Is(JsonElement order, string status, string? reason) =>
        order.GetProperty("status").GetString() == status && order.GetProperty("statusReason").GetString() == reason;

    private static async Task Finished(HttpClient shop, JsonElement begun)
    {
        foreach (var operation in begun.GetProperty("operations").EnumerateArray())
            await shop.Until($"/ops/operations/{operation.GetProperty("id").GetString()}", now => now.GetProperty("state").GetString() == "finished");
    }

    [Theory, EachStore]
    public async Task An_order_is_held_when_its_charge_fails_and_confirmed_after_a_redrive(StoreKind store)
    {
        var shop = await running.On(store);
        var id = await shop.Place(Shopper.Order("PRD-0011", token: "tok_poison_once"));
        await shop.Until($"/v1/orders/{id}", order => Is(order, "on_hold", "event_delivery_failed"));

        var message = Assert.Single((await shop.Read($"/ops/dead-letters?subject={id}")).GetProperty("items").EnumerateArray());
        Assert.Equal("Payment Requested", message.GetProperty("detailType").GetString());
        Assert.Contains("[token]", message.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.True(message.GetProperty("parked").GetBoolean());
        var details = await shop.Read($"/ops/dead-letters/{message.GetProperty("eventId").GetString()}");
        Assert.Equal("Payment Requested", details.GetProperty("items")[0].GetProperty("event").GetProperty("detail-type").GetString());

        Assert.Equal(1, (await Post(shop, "/ops/dead-letters/redrive", new { filter = new { subject = id }, dryRun = true }, HttpStatusCode.OK)).GetProperty("count").GetInt32());
        await Finished(shop, await Post(shop, "/ops/dead-letters/redrive", new { filter = new { subject = id } }));

        Assert.Equal("confirmed", (await shop.Ended(id)).GetProperty("status").GetString());
        Assert.Empty((await shop.Read($"/ops/dead-letters?subject={id}")).GetProperty("items").EnumerateArray());
        Assert.Contains((await shop.Read("/ops/audit-log?limit=100")).GetProperty("items").EnumerateArray(), entry =>
            entry.GetProperty("actor").GetString() == "ada" && entry.GetProperty("eventId").GetString() == message.GetProperty("eventId").GetString());
    }

    [Theory, EachStore]
    public async Task An_operator_resumes_a_held_order_or_cancels_it_and_returns_its_stock(StoreKind store)
    {
        var shop = await running.On(store);
        var before = (await shop.Read("/v1/products/PRD-0013")).GetProperty("available").GetInt32();
        var id = await shop.Place(Shopper.Order("PRD-0013", 2, "tok_poison"));
        await shop.Until($"/v1/orders/{id}", order => Is(order, "on_hold", "event_delivery_failed"));

        Assert.True(Is(await Post(shop, $"/ops/orders/{id}/resume", expected: HttpStatusCode.OK), "pending", null));
        Assert.Equal("order_not_held", (await Post(shop, $"/ops/orders/{id}/resume", expected: HttpStatusCode.Conflict)).GetProperty("code").GetString());
        Assert.True(Is(await Post(shop, $"/ops/orders/{id}/cancel", expected: HttpStatusCode.OK), "cancelled", "operator_decision"));
        Assert.Equal("order_not_cancellable", (await Post(shop, $"/ops/orders/{id}/cancel", expected: HttpStatusCode.Conflict)).GetProperty("code").GetString());

        await shop.Until("/v1/products/PRD-0013", product => product.GetProperty("available").GetInt32() == before);
        Assert.Equal(2, (await shop.Read("/ops/audit-log?limit=100")).GetProperty("items").EnumerateArray()
            .Count(entry => entry.GetProperty("before").GetString()?.StartsWith(id, StringComparison.Ordinal) == true));
        await Finished(shop, await Post(shop, "/ops/dead-letters/discard", new { filter = new { subject = id } }));
        Assert.Empty((await shop.Read($"/ops/dead-letters?subject={id}")).GetProperty("items").EnumerateArray());
    }

    [Theory, EachStore]
    public async Task A_replay_runs_to_its_end_and_changes_nothing_that_was_handled(StoreKind store)
    {
        var shop = await running.On(store);
        var id = await shop.Place(Shopper.Order("PRD-0014"));
        await shop.Ended(id);
        var before = Handled(await shop.Until($"/v1/orders/{id}/timeline", timeline => Handled(timeline).Any(handled => handled.StartsWith("Payment Processed", StringComparison.Ordinal))));

        var begun = await Post(shop, "/ops/replays", new { pattern = new { source = new[] { "com.shop.orders" } }, name = "again" });
        foreach (var operation in begun.GetProperty("operations").EnumerateArray())
        {
            var stream = await shop.GetStringAsync($"/ops/operations/{operation.GetProperty("id").GetString()}/stream");
            Assert.Contains("event: progress", stream, StringComparison.Ordinal);
            Assert.Contains("\"state\":\"finished\"", stream, StringComparison.Ordinal);
        }

        Assert.Superset(before, Handled(await shop.Read($"/v1/orders/{id}/timeline")));
        var published = (await shop.Read($"/ops/events?subject={id}&limit=100")).GetProperty("items").EnumerateArray().Select(e => e.GetProperty("detailType").GetString()).ToList();
        Assert.Equal("Order Created", published[^1]);
        // An order's customer gets several notifications.
        var once = published.Where(type => type != "Notification Sent").ToList();
        Assert.Equal(once.Count, once.Distinct().Count());
    }

    /// <summary>Which event was heard by which rule and when: of one order.</summary>
    private static HashSet<string> Handled(JsonElement timeline) =>
    [
        .. from published in timeline.GetProperty("events").EnumerateArray()
           from handled in published.GetProperty("handledBy").EnumerateArray()
           where handled.GetProperty("state").GetString() == "handled"
           select $"{published.GetProperty("detailType").GetString()}: {handled.GetRawText()}",
    ];

    [Fact]
    public async Task An_invalid_operator_request_is_rejected_with_the_valid_choices()
    {
        var shop = await running.On(StoreKind.Sqlite);

        Assert.Equal("operator_missing", (await Post(shop, "/ops/dead-letters/redrive", new { filter = new { subject = "x" } }, HttpStatusCode.BadRequest, who: null)).GetProperty("code").GetString());
        Assert.Contains("\"all\": true", (await Post(shop, "/ops/dead-letters/redrive", new { filter = new { } }, HttpStatusCode.UnprocessableEntity)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("There is no module warehouse", (await Post(shop, "/ops/dead-letters/discard", new { filter = new { module = "warehouse" } }, HttpStatusCode.UnprocessableEntity)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("operation_rejected", (await Post(shop, "/ops/replays", new { rerun = true }, HttpStatusCode.UnprocessableEntity)).GetProperty("code").GetString());
        Assert.Equal("operation_not_found", (await Post(shop, $"/ops/operations/{Guid.NewGuid()}/cancel", expected: HttpStatusCode.NotFound)).GetProperty("code").GetString());
        using var unknown = await shop.GetAsync($"/ops/dead-letters/{Guid.NewGuid()}");
        Assert.Equal("dead_letter_not_found", (await unknown.Json()).GetProperty("code").GetString());
    }
}
