using Shop.Payments.Contracts;
using Shop.Testing;
using static Shop.Payments.Tests.PaymentsRoom;

namespace Shop.Payments.Tests;

public sealed class ChargingTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_good_card_is_authorised_for_what_was_asked_for(StoreKind store)
    {
        await using var room = await Open(store);

        await room.Hear(Requested("tok_ok"));

        var processed = Assert.Single(await room.Told<PaymentProcessed>());
        Assert.Equal(("USD", 5998), (processed.Currency, processed.Amount.Minor));
        Assert.StartsWith("pay_", processed.PaymentId, StringComparison.Ordinal);
        Assert.Equal([new LedgerRow(Order, "authorised", 5998)], await room.Ledger());
        Assert.Equal("Payment Processed", await room.Said());
    }

    public static MatrixTheoryData<StoreKind, (string, string)> Refusals => new(
        [StoreKind.Sqlite, StoreKind.Postgres],
        [
            ("tok_declined", "card_declined"), ("tok_insufficient_funds", "insufficient_funds"), ("tok_expired_card", "expired_card"),
            ("tok_nobody_knows", "unknown_token"), ("", "unknown_token"),
        ]);

    [Theory, MemberData(nameof(Refusals))]
    public async Task A_refused_card_is_not_charged_and_the_reason_is_told(StoreKind store, (string Token, string Reason) refusal)
    {
        await using var room = await Open(store);

        await room.Hear(Requested(refusal.Token));

        Assert.Equal(refusal.Reason, Assert.Single(await room.Told<PaymentFailed>()).Reason);
        Assert.Equal([new LedgerRow(Order, "declined", 0)], await room.Ledger());
        Assert.Equal("Payment Failed", await room.Said());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_slow_gateway_is_waited_for(StoreKind store)
    {
        await using var room = await Open(store, ("Payments:Sandbox:SlowAnswer", "00:00:00.050"));

        await room.Hear(Requested("tok_slow"));

        Assert.Equal("Payment Processed", await room.Said());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task After_an_error_the_gateway_is_asked_again(StoreKind store)
    {
        await using var room = await Open(store);

        await room.Hear(Requested("tok_error_once"));

        Assert.Equal("Payment Processed", await room.Said());
        Assert.Equal([new LedgerRow(Order, "authorised", 5998)], await room.Ledger());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_charge_whose_answer_was_lost_is_told_once_and_not_made_again(StoreKind store)
    {
        await using var room = await Open(store);

        await room.Hear(Requested("tok_charged_but_unanswered"));

        Assert.Equal("Payment Processed", await room.Said());
        Assert.Equal([new LedgerRow(Order, "authorised", 5998)], await room.Ledger());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_order_is_charged_once_however_often_it_is_asked_for(StoreKind store)
    {
        await using var room = await Open(store);

        await room.Hear(Requested(), Requested());
        await room.Hear(Requested(), Requested("tok_declined"));

        Assert.Equal("Payment Processed", await room.Said());
        Assert.Equal([new LedgerRow(Order, "authorised", 5998)], await room.Ledger());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_declined_order_is_not_charged_when_it_is_asked_for_again_with_another_card(StoreKind store)
    {
        await using var room = await Open(store);

        await room.Hear(Requested("tok_declined"));
        await room.Hear(Requested("tok_ok"));

        Assert.Equal("Payment Failed", await room.Said());
        Assert.Equal([new LedgerRow(Order, "declined", 0)], await room.Ledger());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_thousand_requests_for_five_hundred_orders_add_up(StoreKind store)
    {
        await using var room = await Open(store);
        string[] tokens = ["tok_ok", "tok_declined", "tok_error_once", "tok_charged_but_unanswered"];
        var requests = Enumerable.Range(0, 500)
            .Select(i => Requested(tokens[i % 7 % 4], $"ORD-{i}", 1000 + i))
            .SelectMany(request => new[] { Envelopes.Of(request), Envelopes.Of(request) })
            .ToList();
        Random.Shared.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(requests));
        string[] rules = ["expect-payment", "charge-order"];

        await room.Shop.Modules["payments"].Hear(requests.Select(r => (r.Json, (IReadOnlyList<string>)rules)), CancellationToken.None);
        await room.Shop.Settle();

        var (payments, ledger) = (await room.Payments(), await room.Ledger());
        var processed = await room.Told<PaymentProcessed>();
        Assert.Equal(500, ledger.Count);
        Assert.All(payments, payment => Assert.True(payment.State is PaymentState.Authorised or PaymentState.Declined));
        Assert.Equal(ledger.Sum(row => row.Amount), payments.Where(p => p.State == PaymentState.Authorised).Sum(p => p.Amount!.Value.Minor));
        Assert.Equal(ledger.Sum(row => row.Amount), processed.Sum(published => published.Amount.Minor));
        Assert.Equal(ledger.Count(row => row.Outcome == "authorised"), processed.Count);
    }
}
