using System.Net;
using Shop.Testing;

namespace Shop.EndToEnd.Tests;

/// <summary>One order's whole life, over HTTP, with every module in one process.</summary>
public sealed class OrderLifeTests(ShopFixture running) : OrderLife(running);

/// <summary>The same with Payments in its own process.</summary>
public sealed class OrderLifeOverTwoProcessesTests(TwoProcessesFixture running) : OrderLife(running);

/// <summary>An order's life, wherever the modules run.</summary>
public abstract class OrderLife(ShopFixture running)
{
    private static async Task<int> Available(HttpClient shop, string product) =>
        (await shop.Read($"/v1/products/{product}")).GetProperty("available").GetInt32();

    [Theory, EachStore]
    public async Task A_valid_order_is_confirmed_and_its_stock_reserved(StoreKind store)
    {
        var shop = await running.On(store);
        var before = await Available(shop, "PRD-0002");

        var order = await shop.Ended(await shop.Place(Shopper.Order("PRD-0002", 2)));

        Assert.Equal("confirmed", order.GetProperty("status").GetString());
        await shop.Until("/v1/products/PRD-0002", product => product.GetProperty("available").GetInt32() == before - 2);
    }

    [Theory, EachStore]
    public async Task A_declined_payment_returns_the_stock(StoreKind store)
    {
        var shop = await running.On(store);
        var before = await Available(shop, "PRD-0003");

        var order = await shop.Ended(await shop.Place(Shopper.Order("PRD-0003", 2, "tok_declined")));

        Assert.Equal(("cancelled", "payment_declined"), (order.GetProperty("status").GetString(), order.GetProperty("statusReason").GetString()));
        await shop.Until("/v1/products/PRD-0003", product => product.GetProperty("available").GetInt32() == before);
    }

    [Theory, EachStore]
    public async Task An_order_beyond_the_stock_is_cancelled_and_names_the_shortage(StoreKind store)
    {
        var shop = await running.On(store);
        var soldOut = (await shop.Read("/v1/products?limit=100")).GetProperty("items").EnumerateArray()
            .First(product => product.GetProperty("available").GetInt32() == 0).GetProperty("productId").GetString()!;

        var order = await shop.Ended(await shop.Place(Shopper.Order(soldOut)));

        Assert.Equal(("cancelled", "out_of_stock"), (order.GetProperty("status").GetString(), order.GetProperty("statusReason").GetString()));
        Assert.Equal(soldOut, order.GetProperty("failedItems")[0].GetProperty("productId").GetString());
    }

    [Theory, EachStore]
    public async Task A_large_order_is_reviewed_first(StoreKind store)
    {
        var shop = await running.On(store);
        var dear = (await shop.Read("/v1/products?limit=100")).GetProperty("items").EnumerateArray()
            .First(product => product.GetProperty("price").GetProperty("amount").GetInt64() >= 100_000 && product.GetProperty("available").GetInt32() > 5)
            .GetProperty("productId").GetString()!;

        var id = await shop.Place(Shopper.Order(dear));
        var order = await shop.Ended(id);

        Assert.Equal("confirmed", order.GetProperty("status").GetString());
        var published = (await running.Published(store, id)).Select(e => e.GetProperty("detailType").GetString());
        Assert.Contains("Fraud Check Passed", published);
    }

    [Theory, EachStore]
    public async Task A_confirmed_order_can_be_cancelled_and_is_refunded(StoreKind store)
    {
        var shop = await running.On(store);
        var before = await Available(shop, "PRD-0009");
        var id = await shop.Place(Shopper.Order("PRD-0009", 3));
        await shop.Ended(id);

        using var cancelled = await shop.PostAsync($"/v1/orders/{id}/cancel", null);
        using var again = await shop.PostAsync($"/v1/orders/{id}/cancel", null);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (cancelled.StatusCode, again.StatusCode));
        var order = await cancelled.Json();
        Assert.InRange(order.GetProperty("cancelledAt").GetDateTime(), order.GetProperty("confirmedAt").GetDateTime(), order.GetProperty("updatedAt").GetDateTime());
        await shop.Until("/v1/products/PRD-0009", product => product.GetProperty("available").GetInt32() == before);
        await running.UntilPublished(store, id, "Payment Voided", times: 1);
    }

    [Theory, EachStore]
    public async Task A_charge_whose_response_was_lost_is_found_and_made_once(StoreKind store)
    {
        var shop = await running.On(store);

        var id = await shop.Place(Shopper.Order("PRD-0016", 1, "tok_charged_but_unanswered"));
        var order = await shop.Ended(id);

        Assert.Equal("confirmed", order.GetProperty("status").GetString());
        Assert.Equal(1, (await running.Published(store, id)).Count(e => e.GetProperty("detailType").GetString() == "Payment Processed"));
    }

    [Theory, EachStore]
    public async Task The_timeline_shows_every_event_and_which_rules_handled_it(StoreKind store)
    {
        var shop = await running.On(store);
        var id = await shop.Place(Shopper.Order("PRD-0030"));
        await shop.Ended(id);

        var events = await running.Published(store, id);

        Assert.Equal(
            ["Order Created", "Inventory Reserved", "Payment Requested", "Payment Processed", "Order Confirmed"],
            events.Select(e => e.GetProperty("detailType").GetString()).Where(type => type != "Notification Sent"));
        Assert.Contains(events[0].GetProperty("handledBy").EnumerateArray(), received =>
            received.GetProperty("module").GetString() == "inventory" && received.GetProperty("state").GetString() == "handled");
        Assert.Single(events.Select(e => e.GetProperty("correlationId").GetString()).Distinct());
    }

    [Theory, EachStore]
    public async Task A_stream_resumes_after_the_last_seen_event(StoreKind store)
    {
        var shop = await running.On(store);
        var id = await shop.Place(Shopper.Order("PRD-0037"));
        await shop.Ended(id);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/orders/{id}/stream");
        request.Headers.Add("Last-Event-ID", "2");
        using var answer = await shop.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("id: 3", body, StringComparison.Ordinal);
        Assert.Contains("\"confirmed\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("id: 2\n", body, StringComparison.Ordinal);
    }
}
