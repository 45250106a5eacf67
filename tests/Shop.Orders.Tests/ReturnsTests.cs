using System.Net;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Testing;
using static Shop.Orders.Tests.OrdersFixture;

namespace Shop.Orders.Tests;

public sealed class ReturnsTests
{
    private static async Task<string> Id(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Json()).GetProperty("returnId").GetString()!;
    }

    private static async Task AssertProblem(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        using (response)
            Assert.Equal((status, code), (response.StatusCode, (await response.Json()).GetProperty("code").GetString()));
    }

    [Theory, EachStore]
    public async Task A_return_is_requested_accepted_and_partially_refunded(StoreKind store)
    {
        await using var orders = await OpenWithClock(store);
        var id = await orders.Delivered();

        using var requested = await orders.RequestReturn(id, Items(("PRD-1", 2)));
        var back = await Id(requested);
        Assert.Equal($"/v1/orders/{id}/returns/{back}", requested.Headers.Location?.ToString());
        using var accepted = await orders.Decide(back, "accept");
        Assert.Equal("accepted", (await accepted.Json()).GetProperty("status").GetString());
        await orders.Receive(new PaymentRefunded(id, "pay_1", new Money(2000), "USD", back));
        await orders.Shop.Settle();

        Assert.Equal("confirmed partially_refunded delivered [return]", await orders.StatusOf(id));
        var shown = await orders.Http.Read($"/v1/orders/{id}/returns/{back}");
        Assert.Equal(2000, shown.GetProperty("refund").GetProperty("amount").GetInt64());
        Assert.NotNull(shown.GetProperty("refundedAt").GetString());
        var published = Assert.Single(await orders.Shop.Published<ReturnAccepted>(id));
        Assert.Equal(
            (back, 2000, "PRD-1", 2),
            (published.ReturnId, published.Amount.Minor, published.Items[0].ProductId, published.Items[0].Quantity));
        Assert.Equal(["Return Requested", "Return Accepted"], (await orders.Shop.Published(id)).TakeLast(2));
    }

    [Theory, EachStore]
    public async Task A_fully_returned_order_is_returned_and_refunded(StoreKind store)
    {
        await using var orders = await OpenWithClock(store);
        var id = await orders.Delivered();

        foreach (var (items, amount) in ((object[], int)[])[(Items(("PRD-1", 3)), 3000), (Items(("PRD-2", 1)), 2500)])
        {
            using var requested = await orders.RequestReturn(id, items);
            var back = await Id(requested);
            (await orders.Decide(back, "accept")).Dispose();
            await orders.Receive(new PaymentRefunded(id, "pay_1", new Money(amount), "USD", back));
        }

        Assert.Equal("confirmed refunded returned []", await orders.StatusOf(id));
    }

    [Theory, EachStore]
    public async Task A_return_cannot_exceed_the_quantity_left_to_return(StoreKind store)
    {
        await using var orders = await OpenWithClock(store);
        var id = await orders.Delivered();
        using var first = await orders.RequestReturn(id, Items(("PRD-1", 2)));
        var back = await Id(first);

        await AssertProblem(
            await orders.RequestReturn(id, Items(("PRD-1", 2))), HttpStatusCode.UnprocessableEntity, "items_not_returnable");
        await AssertProblem(
            await orders.RequestReturn(id, Items(("PRD-9", 1))), HttpStatusCode.UnprocessableEntity, "items_not_returnable");
        await AssertProblem(await orders.RequestReturn(id, Items(("PRD-1", 0))), HttpStatusCode.BadRequest, "invalid_request");
        await AssertProblem(await orders.RequestReturn(id, Items()), HttpStatusCode.BadRequest, "invalid_request");
        (await orders.Decide(back, "refuse", new { reason = "It was used." })).Dispose();
        using var again = await orders.RequestReturn(id, Items(("PRD-1", 3)));
        await Id(again);
        await orders.Shop.Settle();

        Assert.Equal("It was used.", Assert.Single(await orders.Shop.Published<ReturnRefused>(id)).Reason);
        Assert.Equal(["refused", "requested"], (await orders.Http.Read($"/v1/orders/{id}/returns")).GetProperty("items").EnumerateArray()
            .Select(shown => shown.GetProperty("status").GetString()));
        Assert.Single((await orders.Http.Read("/ops/returns?status=requested")).GetProperty("items").EnumerateArray());
    }

    [Theory, EachStore]
    public async Task Concurrent_returns_cannot_exceed_the_delivered_quantity(StoreKind store)
    {
        await using var orders = await OpenWithClock(store);
        var id = await orders.Delivered();

        var responses = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => orders.RequestReturn(id, Items(("PRD-1", 1)))));

        Assert.True(responses.Count(response => response.StatusCode == HttpStatusCode.Created) <= 3);
        var claimed = (await orders.Http.Read($"/v1/orders/{id}/returns")).GetProperty("items").EnumerateArray().Count();
        Assert.Equal(responses.Count(response => response.StatusCode == HttpStatusCode.Created), claimed);
    }

    [Theory, EachStore]
    public async Task The_same_key_returns_the_same_return(StoreKind store)
    {
        await using var orders = await OpenWithClock(store);
        var id = await orders.Delivered();

        using var first = await orders.RequestReturn(id, Items(("PRD-1", 1)), "once");
        using var second = await orders.RequestReturn(id, Items(("PRD-1", 1)), "once");

        Assert.Equal(await Id(first), await Id(second));
        Assert.Equal("true", second.Headers.GetValues("Idempotency-Replayed").Single());
        await AssertProblem(
            await orders.RequestReturn(id, Items(("PRD-1", 2)), "once"), HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Theory, EachStore]
    public async Task A_return_is_decided_once(StoreKind store)
    {
        await using var orders = await OpenWithClock(store);
        using var requested = await orders.RequestReturn(await orders.Delivered(), Items(("PRD-1", 1)));
        var back = await Id(requested);

        (await orders.Decide(back, "accept")).Dispose();

        await AssertProblem(await orders.Decide(back, "accept"), HttpStatusCode.Conflict, "return_decided");
        await AssertProblem(await orders.Decide(back, "refuse", new { reason = "No." }), HttpStatusCode.Conflict, "return_decided");
        await AssertProblem(await orders.Decide("RET-NONE", "accept"), HttpStatusCode.NotFound, "return_not_found");
    }

    [Theory, EachStore]
    public async Task An_order_can_be_returned_only_between_delivery_and_completion(StoreKind store)
    {
        await using var orders = await OpenWithClock(store);
        var id = await orders.Confirmed();
        await AssertProblem(await orders.RequestReturn(id, Items(("PRD-1", 1))), HttpStatusCode.Conflict, "order_not_returnable");

        var delivered = await orders.Delivered();
        orders.Clock.Advance(TimeSpan.FromDays(15));
        await orders.Shop.With<EnforceDeadlines>(job => job.Run(CancellationToken.None));

        await AssertProblem(await orders.RequestReturn(delivered, Items(("PRD-1", 1))), HttpStatusCode.Conflict, "order_not_returnable");
        await AssertProblem(await orders.RequestReturn("ORD-NONE", Items(("PRD-1", 1))), HttpStatusCode.NotFound, "order_not_found");
    }
}
