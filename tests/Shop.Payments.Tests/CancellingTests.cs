using Shop.Events;
using Shop.Payments.Contracts;
using Shop.Testing;
using static Shop.Payments.Tests.PaymentsRoom;

namespace Shop.Payments.Tests;

public sealed class CancellingTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_authorised_order_that_is_cancelled_is_set_free(StoreKind store)
    {
        await using var room = await Open(store);

        await room.Hear(Requested());
        await room.Hear(Cancelled());

        Assert.Equal("Payment Processed, Refund Requested, Payment Voided", await room.Said());
        Assert.Equal([new LedgerRow(Order, "voided", 5998)], await room.Ledger());
        Assert.Equal(5998, Assert.Single(await room.Told<PaymentVoided>()).Amount.Minor);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Cancelled_twice_is_voided_once(StoreKind store)
    {
        await using var room = await Open(store);

        await room.Hear(Requested());
        await room.Hear(Cancelled(), Cancelled());
        await room.Hear(Cancelled());

        Assert.Equal("Payment Processed, Refund Requested, Payment Voided", await room.Said());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_refund_that_is_requested_twice_is_made_and_told_once(StoreKind store)
    {
        await using var room = await Open(store);

        await room.Hear(Requested());
        await room.Hear(Cancelled());
        await room.Hear(new RefundRequested(Order), new RefundRequested(Order));

        Assert.Equal("Payment Processed, Refund Requested, Payment Voided", await room.Said());
        Assert.Equal([new LedgerRow(Order, "voided", 5998)], await room.Ledger());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task An_order_that_is_cancelled_before_a_payment_is_requested_is_never_charged(StoreKind store)
    {
        await using var room = await Open(store);

        await room.Hear(Cancelled());
        Assert.Empty(await room.Said());
        await room.Hear(Requested(), Requested());

        Assert.DoesNotContain(await room.Ledger(), row => row.Outcome is "authorised" or "captured");
        Assert.Empty(await room.Told<PaymentProcessed>());
        Assert.Equal(PaymentState.Cancelled, Assert.Single(await room.Payments()).State);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_declined_order_that_is_cancelled_has_nothing_to_get_back(StoreKind store)
    {
        await using var room = await Open(store);

        await room.Hear(Requested("tok_declined"));
        await room.Hear(Cancelled());

        Assert.Equal("Payment Failed", await room.Said());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_payment_that_is_authorised_after_the_cancellation_is_set_free(StoreKind store)
    {
        var gateway = new GatewayInHand();
        await using var room = await Open(store, gateway);

        await room.Shop.Hear(Requested());
        await gateway.Asked;
        await room.Shop.Hear(Cancelled());
        gateway.Answer();
        await room.Shop.Settle();

        Assert.Equal((1, 1), gateway.Moved);
        Assert.Single(await room.Told<PaymentProcessed>());
        Assert.Single(await room.Told<PaymentVoided>());
        Assert.Equal(PaymentState.Voided, Assert.Single(await room.Payments()).State);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Money_that_was_set_aside_while_the_answer_is_still_out_is_set_free(StoreKind store)
    {
        var gateway = new GatewayInHand();
        await using var room = await Open(store, gateway);

        await room.Shop.Hear(Requested());
        await gateway.Asked;
        gateway.Authorise(new Money(5998));
        await room.Shop.Hear(Cancelled());
        gateway.Answer();
        await room.Shop.Settle();

        Assert.Equal((1, 1), gateway.Moved);
        Assert.Single(await room.Told<PaymentProcessed>());
        Assert.Single(await room.Told<PaymentVoided>());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_lost_answer_of_a_cancelled_order_is_looked_up_not_authorised_again(StoreKind store)
    {
        var gateway = new GatewayInHand();
        // Long enough that the cancellation is heard within it on a busy machine.
        await using var room = await Open(store, gateway, ("Bus:Lease", "00:00:03"));

        await room.Shop.Hear(Requested());
        await gateway.Asked;
        gateway.Authorise(new Money(5998));
        await room.Hear(Cancelled());       // settles when the call has been given up and made again as a question

        Assert.Equal((1, 1), gateway.Moved);
        Assert.Equal(1, gateway.Authorisations);
        Assert.Single(await room.Told<PaymentProcessed>());
        Assert.Single(await room.Told<PaymentVoided>());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task A_gateway_that_never_answers_is_not_charged_through_after_the_cancellation(StoreKind store)
    {
        await using var room = await Open(store, ("Bus:Lease", "00:00:00.400"));

        await room.Shop.Hear(Requested("tok_stuck"));
        await room.Hear(Cancelled());

        Assert.Equal("Refund Requested", await room.Said());
        Assert.Equal([new LedgerRow(Order, "closed", 0)], await room.Ledger());
        Assert.Equal(PaymentState.Cancelled, Assert.Single(await room.Payments()).State);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Orders_that_are_cancelled_at_the_moment_of_charging_get_every_cent_back(StoreKind store)
    {
        await using var room = await Open(store);
        string[] tokens = ["tok_ok", "tok_charged_but_unanswered", "tok_error_once", "tok_declined"];
        var orders = Enumerable.Range(0, 120).Select(i => $"ORD-{i}").ToList();

        await Task.WhenAll(
            HearAll(orders.Select((order, i) => (IEvent)Requested(tokens[i % 4], order))),
            HearAll(orders.Select(order => Cancelled(order))),
            HearAll(orders.Select((order, i) => Requested(tokens[i % 4], order)).Reverse()));
        await room.Shop.Settle();

        var (ledger, payments) = (await room.Ledger(), await room.Payments());
        Assert.DoesNotContain(ledger, row => row.Outcome is "authorised" or "captured");
        Assert.All(payments, payment =>
            Assert.True(payment.State is PaymentState.Voided or PaymentState.Cancelled or PaymentState.Declined, $"{payment.OrderId} is {payment.State}"));
        var refunded = ledger.Where(row => row.Outcome == "voided").Select(row => row.Order).Order().ToList();
        Assert.Equal(refunded, (await room.Told<PaymentProcessed>()).Select(published => published.OrderId).Order());
        Assert.Equal(refunded, (await room.Told<PaymentVoided>()).Select(published => published.OrderId).Order());

        async Task HearAll(IEnumerable<IEvent> events)
        {
            foreach (var published in events)
                await room.Shop.Hear(published);
        }
    }
}
