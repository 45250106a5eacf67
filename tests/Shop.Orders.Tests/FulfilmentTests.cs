using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using Shop.Testing;

namespace Shop.Orders.Tests;

/// <summary>A confirmed order's life as the customer sees it.</summary>
public sealed class FulfilmentTests
{
    [Theory, EachStore]
    public async Task An_order_goes_from_confirmed_to_completed_on_three_axes(StoreKind store)
    {
        await using var orders = await OrdersFixture.OpenWithClock(store);
        var id = await orders.Confirmed();
        Assert.Equal("confirmed authorized preparing [cancel]", await orders.StatusOf(id));

        await orders.Receive(OrdersFixture.Shipped(id));
        Assert.Equal("confirmed authorized shipped []", await orders.StatusOf(id));
        await orders.Receive(new PaymentCaptured(id, "pay_1", new Money(5500), "USD"));
        Assert.Equal("confirmed paid shipped []", await orders.StatusOf(id));
        await orders.Receive(orders.DeliveredNow(id));
        Assert.Equal("confirmed paid delivered [return]", await orders.StatusOf(id));
        orders.Clock.Advance(TimeSpan.FromDays(15));
        await orders.Shop.With<EnforceDeadlines>(job => job.Run(CancellationToken.None));
        await orders.Shop.Settle();

        Assert.Equal("completed paid delivered []", await orders.StatusOf(id));
        Assert.Equal(["Order Created", "Payment Requested", "Order Confirmed", "Order Completed"], await orders.Shop.Published(id));
        var parcel = Assert.Single((await orders.Http.Read($"/v1/orders/{id}")).GetProperty("shipments").EnumerateArray());
        Assert.Equal("SP1", parcel.GetProperty("trackingNumber").GetString());
    }

    [Theory, EachStore]
    public async Task An_order_shows_when_it_was_authorised_and_captured(StoreKind store)
    {
        await using var orders = await OrdersFixture.OpenWithClock(store);
        var id = await orders.Confirmed();
        var payment = (await orders.Http.Read($"/v1/orders/{id}")).GetProperty("payment");
        var authorised = payment.GetProperty("authorizedAt").GetDateTime();
        Assert.Equal(JsonValueKind.Null, payment.GetProperty("capturedAt").ValueKind);

        await orders.Receive(new PaymentCaptured(id, "pay_1", new Money(5500), "USD"));

        payment = (await orders.Http.Read($"/v1/orders/{id}")).GetProperty("payment");
        Assert.Equal(authorised, payment.GetProperty("authorizedAt").GetDateTime());
        Assert.True(payment.GetProperty("capturedAt").GetDateTime() >= authorised);
    }

    [Theory, EachStore]
    public async Task A_cancel_reason_is_stored_and_not_published(StoreKind store)
    {
        await using var orders = await OrdersFixture.OpenWithClock(store);
        var id = await orders.Confirmed();

        using var tooLong = await orders.Http.PostAsJsonAsync($"/v1/orders/{id}/cancel", new { reason = new string('x', 501) });
        Assert.Equal("confirmed authorized preparing [cancel]", await orders.StatusOf(id));
        using var cancelled = await orders.Http.PostAsJsonAsync($"/v1/orders/{id}/cancel", new { reason = "Grandma has one already." });
        using var again = await orders.Http.PostAsJsonAsync($"/v1/orders/{id}/cancel", new { reason = "And so has grandpa." });
        await orders.Shop.Settle();

        Assert.Equal(
            (HttpStatusCode.BadRequest, HttpStatusCode.Accepted, HttpStatusCode.Accepted),
            (tooLong.StatusCode, cancelled.StatusCode, again.StatusCode));
        Assert.Equal("Grandma has one already.", (await orders.Http.Read($"/v1/orders/{id}")).GetProperty("cancelReason").GetString());
        Assert.Equal("customer_request", Assert.Single(await orders.Shop.Published<OrderCancelled>(id)).Reason);
    }

    [Theory, EachStore]
    public async Task A_payment_token_is_cleared_once_the_order_is_decided(StoreKind store)
    {
        await using var orders = await OrdersFixture.OpenWithClock(store);
        var waiting = await orders.Http.Place(OrdersFixture.Request);
        var confirmed = await orders.Confirmed();

        Assert.Equal(("tok_ok", ""), (await TokenOf(waiting), await TokenOf(confirmed)));
        using var _ = await orders.Http.PostAsync($"/v1/orders/{waiting}/cancel", null);
        Assert.Equal("", await TokenOf(waiting));

        Task<string> TokenOf(string id) => orders.Shop.With<OrdersDb, string>(async db => (await db.Orders.FindAsync(id))!.PaymentToken);
    }

    [Theory, EachStore]
    public async Task Order_Confirmed_has_the_items_and_the_address(StoreKind store)
    {
        await using var orders = await OrdersFixture.OpenWithClock(store);

        var confirmed = Assert.Single(await orders.Shop.Published<OrderConfirmed>(await orders.Confirmed()));

        Assert.Equal(["PRD-1", "PRD-2"], confirmed.Items!.Select(item => item.ProductId));
        Assert.Equal("94102", confirmed.ShippingAddress!.ZipCode);
    }

    [Theory, EachStore]
    public async Task Order_Shipped_after_Order_Delivered_does_not_revert_the_state(StoreKind store)
    {
        await using var orders = await OrdersFixture.OpenWithClock(store);
        var id = await orders.Confirmed();

        await orders.Receive(orders.DeliveredNow(id));
        await orders.Receive(OrdersFixture.Shipped(id));

        Assert.Equal("confirmed authorized delivered [return]", await orders.StatusOf(id));
        var parcel = Assert.Single((await orders.Http.Read($"/v1/orders/{id}")).GetProperty("shipments").EnumerateArray());
        Assert.Equal("SP1", parcel.GetProperty("trackingNumber").GetString());
    }

    [Theory, EachStore]
    public async Task A_shipped_order_cannot_be_cancelled(StoreKind store)
    {
        await using var orders = await OrdersFixture.OpenWithClock(store);
        var id = await orders.Confirmed();
        await orders.Receive(OrdersFixture.Shipped(id));

        using var rejected = await orders.Http.PostAsync($"/v1/orders/{id}/cancel", null);

        Assert.Equal(HttpStatusCode.Conflict, rejected.StatusCode);
        Assert.Equal(("order_shipped", ""), await AssertProblem(rejected));
        Assert.Equal("confirmed authorized shipped []", await orders.StatusOf(id));
    }

    [Theory, EachStore]
    public async Task A_problem_lists_the_allowed_actions(StoreKind store)
    {
        await using var orders = await OrdersFixture.OpenWithClock(store);
        var (confirmed, delivered) = (await orders.Confirmed(), await orders.Delivered());

        using var returned = await orders.RequestReturn(confirmed, OrdersFixture.Items(("PRD-1", 1)));
        using var cancelled = await orders.Http.PostAsync($"/v1/orders/{delivered}/cancel", null);

        Assert.Equal(("order_not_returnable", "cancel"), await AssertProblem(returned));
        Assert.Equal(("order_shipped", "return"), await AssertProblem(cancelled));
    }

    /// <summary>Asserts the problem code and the allowed actions.</summary>
    private static async Task<(string? Code, string Allowed)> AssertProblem(HttpResponseMessage response)
    {
        var problem = await response.Json();
        return (problem.GetProperty("code")
            .GetString(), string.Join(',', problem.GetProperty("allowedActions").EnumerateArray().Select(action => action.GetString())));
    }

    [Theory, EachStore]
    public async Task Late_events_do_not_revive_a_cancelled_order_and_its_payment_is_voided(StoreKind store)
    {
        await using var orders = await OrdersFixture.OpenWithClock(store);
        var id = await orders.Confirmed();
        using var _ = await orders.Http.PostAsync($"/v1/orders/{id}/cancel", null);

        await orders.Receive(OrdersFixture.Shipped(id));
        await orders.Receive(new PaymentVoided(id, "pay_1", new Money(5500), "USD"));
        await orders.Shop.Settle();

        Assert.Equal("cancelled voided unfulfilled []", await orders.StatusOf(id));
        Assert.Equal(["Order Created", "Payment Requested", "Order Confirmed", "Order Cancelled"], await orders.Shop.Published(id));
    }

    [Theory, EachStore]
    public async Task Reconciliation_reports_an_order_that_is_cancelled_and_delivered(StoreKind store)
    {
        await using var orders = await OrdersFixture.OpenWithClock(store);
        var id = await orders.Confirmed();
        using var _ = await orders.Http.PostAsync($"/v1/orders/{id}/cancel", null);
        Assert.Empty(await Differences(orders));

        await orders.Receive(new OrderDelivered(id, "CUST-1", "ada@example.com", "SHP-1", DateTime.UtcNow));

        Assert.StartsWith(
            $"{id} was cancelled and refunded, but its parcel was delivered", Assert.Single(await Differences(orders)),
            StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<string>> Differences(OrdersFixture orders) =>
        orders.Shop.With<IServiceProvider, IReadOnlyList<string>>(services =>
        ActivatorUtilities.CreateInstance<ReconcileOrders>(services)
            .Discrepancies(
            new ReconciliationSpan(DateTime.UtcNow.AddHours(-1), DateTime.UtcNow.AddHours(1), true), CancellationToken.None));

    [Theory, EachStore]
    public async Task An_idempotency_key_is_retained_for_seven_days(StoreKind store)
    {
        await using var orders = await OrdersFixture.OpenWithClock(store);
        async Task<string> Place() =>
            (await (await orders.Http.Post(Shopper.Order("PRD-1"), "once")).Json()).GetProperty("orderId").GetString()!;
        async Task Later(TimeSpan time)
        {
            orders.Clock.Advance(time);
            await orders.Shop.With<PurgeOldResponses>(job => job.Run(CancellationToken.None));
        }

        var first = await Place();
        await Later(TimeSpan.FromDays(6.9));
        Assert.Equal(first, await Place());
        await Later(TimeSpan.FromDays(0.2));
        Assert.NotEqual(first, await Place());
    }

    [Theory, EachStore]
    public async Task A_declined_order_has_payment_status_failed(StoreKind store)
    {
        await using var orders = await OrdersFixture.OpenWithClock(store);
        var id = await orders.Http.Place(Shopper.Order("PRD-1"));
        await orders.Receive(new Inventory.Contracts.InventoryReserved(id, []));
        Assert.Equal("pending pending unfulfilled [cancel]", await orders.StatusOf(id));

        await orders.Receive(new PaymentFailed(id, "card_declined"));

        Assert.Equal("cancelled failed unfulfilled []", await orders.StatusOf(id));
    }

    [Theory, EachStore]
    public async Task An_order_cancelled_before_payment_has_payment_status_voided(StoreKind store)
    {
        await using var orders = await OrdersFixture.OpenWithClock(store);
        var id = await orders.Http.Place(Shopper.Order("PRD-1"));
        await orders.Receive(new Inventory.Contracts.InventoryReservationFailed(id, "Too few.", []));
        Assert.Equal("cancelled voided unfulfilled []", await orders.StatusOf(id));

        await orders.Receive(new PaymentProcessed(id, "pay_1", new Money(1000), "USD"));     // it was in flight
        Assert.Equal("cancelled authorized unfulfilled []", await orders.StatusOf(id));
        await orders.Receive(new PaymentVoided(id, "pay_1", new Money(1000), "USD"));
        Assert.Equal("cancelled voided unfulfilled []", await orders.StatusOf(id));
    }

    [Theory, EachStore]
    public async Task An_unclear_order_is_on_hold_for_at_most_a_day(StoreKind store)
    {
        await using var orders = await OrdersFixture.OpenWithClock(store);
        var (passed, purged) = (await Large(orders), await Large(orders));

        await orders.Receive(new FraudReviewRequested(passed, ["It is dear."]));
        await orders.Receive(new FraudReviewRequested(purged, ["It is dear."]));
        var order = await orders.Http.Read($"/v1/orders/{passed}");
        Assert.Equal(("on_hold", "fraud_review"), (order.GetProperty("status").GetString(), order.GetProperty("statusReason").GetString()));
        await orders.Receive(new FraudCheckPassed(passed));
        orders.Clock.Advance(TimeSpan.FromHours(25));
        await orders.Shop.With<EnforceDeadlines>(job => job.Run(CancellationToken.None));
        await orders.Shop.Settle();

        Assert.Equal(["Order Created", "Order Held", "Order Cancelled"], await orders.Shop.Published(purged));
        // It was resumed, and then missed its payment deadline.
        Assert.Equal(
            ["Order Cancelled", "Order Created", "Order Held", "Order Resumed", "Payment Requested"], (await orders.Shop.Published(passed))
            .Order(StringComparer.Ordinal));
    }

    private static async Task<string> Large(OrdersFixture orders)
    {
        var id = await orders.Http.Place(Shopper.Order("PRD-1", 200));
        await orders.Receive(new Inventory.Contracts.InventoryReserved(id, []));
        return id;
    }
}
