using Shop.Payments.Contracts;
using Shop.Testing;
using static Shop.Payments.Tests.PaymentsFixture;

namespace Shop.Payments.Tests;

public sealed class ChargingTests
{
    [Theory, EachStore]
    public async Task A_valid_card_is_authorised_for_the_requested_amount(StoreKind store)
    {
        await using var payments = await Open(store);

        await payments.Receive(Requested("tok_ok"));

        var processed = Assert.Single(await payments.Published<PaymentProcessed>());
        Assert.Equal(("USD", 5998), (processed.Currency, processed.Amount.Minor));
        Assert.StartsWith("pay_", processed.PaymentId, StringComparison.Ordinal);
        Assert.Equal([new LedgerRow(Order, "authorised", 5998)], await payments.Ledger());
        Assert.Equal("Payment Processed", await payments.Published());
    }

    public static MatrixTheoryData<StoreKind, (string, string)> Declines => new(
        [StoreKind.Sqlite, StoreKind.Postgres],
        [
            ("tok_declined", "card_declined"), ("tok_insufficient_funds", "insufficient_funds"), ("tok_expired_card", "expired_card"),
            ("tok_nobody_knows", "unknown_token"), ("", "unknown_token"),
        ]);

    [Theory, MemberData(nameof(Declines))]
    public async Task A_declined_card_is_not_charged_and_the_reason_is_published(StoreKind store, (string Token, string Reason) declined)
    {
        await using var payments = await Open(store);

        await payments.Receive(Requested(declined.Token));

        Assert.Equal(declined.Reason, Assert.Single(await payments.Published<PaymentFailed>()).Reason);
        Assert.Equal([new LedgerRow(Order, "declined", 0)], await payments.Ledger());
        Assert.Equal("Payment Failed", await payments.Published());
    }

    [Theory, EachStore]
    public async Task A_slow_gateway_is_waited_for(StoreKind store)
    {
        await using var payments = await Open(store, ("Payments:Sandbox:SlowResponseDelay", "00:00:00.050"));

        await payments.Receive(Requested("tok_slow"));

        Assert.Equal("Payment Processed", await payments.Published());
    }

    [Theory, EachStore]
    public async Task A_gateway_error_is_retried(StoreKind store)
    {
        await using var payments = await Open(store);

        await payments.Receive(Requested("tok_error_once"));

        Assert.Equal("Payment Processed", await payments.Published());
        Assert.Equal([new LedgerRow(Order, "authorised", 5998)], await payments.Ledger());
    }

    [Theory, EachStore]
    public async Task A_charge_with_a_lost_response_is_published_once_and_not_repeated(StoreKind store)
    {
        await using var payments = await Open(store);

        await payments.Receive(Requested("tok_charged_but_unanswered"));

        Assert.Equal("Payment Processed", await payments.Published());
        Assert.Equal([new LedgerRow(Order, "authorised", 5998)], await payments.Ledger());
    }

    [Theory, EachStore]
    public async Task An_order_is_charged_once_for_duplicate_requests(StoreKind store)
    {
        await using var payments = await Open(store);

        await payments.Receive(Requested(), Requested());
        await payments.Receive(Requested(), Requested("tok_declined"));

        Assert.Equal("Payment Processed", await payments.Published());
        Assert.Equal([new LedgerRow(Order, "authorised", 5998)], await payments.Ledger());
    }

    [Theory, EachStore]
    public async Task A_declined_order_is_not_charged_on_a_second_request_with_another_card(StoreKind store)
    {
        await using var payments = await Open(store);

        await payments.Receive(Requested("tok_declined"));
        await payments.Receive(Requested("tok_ok"));

        Assert.Equal("Payment Failed", await payments.Published());
        Assert.Equal([new LedgerRow(Order, "declined", 0)], await payments.Ledger());
    }

    [Theory, EachStore]
    public async Task A_thousand_requests_for_five_hundred_orders_add_up(StoreKind store)
    {
        await using var payments = await Open(store);
        string[] tokens = ["tok_ok", "tok_declined", "tok_error_once", "tok_charged_but_unanswered"];
        var requests = Enumerable.Range(0, 500)
            .Select(i => Requested(tokens[i % 7 % 4], $"ORD-{i}", 1000 + i))
            .SelectMany(request => new[] { Envelopes.Of(request), Envelopes.Of(request) })
            .ToList();
        Random.Shared.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(requests));

        await payments.Shop.ReceiveBatch("payments", requests, "charge-order");
        await payments.Shop.Settle();

        var (rows, ledger) = (await payments.Payments(), await payments.Ledger());
        var processed = await payments.Published<PaymentProcessed>();
        Assert.Equal(500, ledger.Count);
        Assert.All(rows, payment => Assert.True(payment.State is PaymentState.Authorised or PaymentState.Declined));
        Assert.Equal(ledger.Sum(row => row.Amount), rows.Where(p => p.State == PaymentState.Authorised).Sum(p => p.Amount!.Value.Minor));
        Assert.Equal(ledger.Sum(row => row.Amount), processed.Sum(published => published.Amount.Minor));
        Assert.Equal(ledger.Count(row => row.Outcome == "authorised"), processed.Count);
    }
}
