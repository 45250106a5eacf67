using Shop.Events;
using Shop.Payments.Contracts;
using Shop.Testing;
using static Shop.Payments.Tests.PaymentsFixture;

namespace Shop.Payments.Tests;

public sealed class CancellingTests
{
    [Theory, EachStore]
    public async Task An_authorised_payment_is_voided_on_cancellation(StoreKind store)
    {
        await using var payments = await Open(store);

        await payments.Receive(Requested());
        await payments.Receive(Cancelled());

        Assert.Equal("Payment Processed, Refund Requested, Payment Voided", await payments.Published());
        Assert.Equal([new LedgerRow(Order, "voided", 5998)], await payments.Ledger());
        Assert.Equal(5998, Assert.Single(await payments.Published<PaymentVoided>()).Amount.Minor);
    }

    [Theory, EachStore]
    public async Task A_duplicate_cancellation_voids_once(StoreKind store)
    {
        await using var payments = await Open(store);

        await payments.Receive(Requested());
        await payments.Receive(Cancelled(), Cancelled());
        await payments.Receive(Cancelled());

        Assert.Equal("Payment Processed, Refund Requested, Payment Voided", await payments.Published());
    }

    [Theory, EachStore]
    public async Task A_duplicate_refund_request_is_made_and_published_once(StoreKind store)
    {
        await using var payments = await Open(store);

        await payments.Receive(Requested());
        await payments.Receive(Cancelled());
        await payments.Receive(new RefundRequested(Order), new RefundRequested(Order));

        Assert.Equal("Payment Processed, Refund Requested, Payment Voided", await payments.Published());
        Assert.Equal([new LedgerRow(Order, "voided", 5998)], await payments.Ledger());
    }

    [Theory, EachStore]
    public async Task An_order_cancelled_before_Payment_Requested_is_never_charged(StoreKind store)
    {
        await using var payments = await Open(store);

        await payments.Receive(Cancelled());
        Assert.Empty(await payments.Published());
        await payments.Receive(Requested(), Requested());

        Assert.DoesNotContain(await payments.Ledger(), row => row.Outcome is "authorised" or "captured");
        Assert.Empty(await payments.Published<PaymentProcessed>());
        Assert.Equal(PaymentState.Cancelled, Assert.Single(await payments.Payments()).State);
    }

    [Theory, EachStore]
    public async Task A_declined_payment_is_not_refunded_on_cancellation(StoreKind store)
    {
        await using var payments = await Open(store);

        await payments.Receive(Requested("tok_declined"));
        await payments.Receive(Cancelled());

        Assert.Equal("Payment Failed", await payments.Published());
    }

    [Theory, EachStore]
    public async Task A_payment_authorised_after_the_cancellation_is_voided(StoreKind store)
    {
        var gateway = new ControlledGateway();
        await using var payments = await Open(store, gateway);

        await payments.Shop.Receive(Requested());
        await gateway.AuthorisationStarted;
        await payments.Shop.Receive(Cancelled());
        gateway.Respond();
        await payments.Shop.Settle();

        Assert.Equal((1, 1), gateway.Moved);
        Assert.Single(await payments.Published<PaymentProcessed>());
        Assert.Single(await payments.Published<PaymentVoided>());
        Assert.Equal(PaymentState.Voided, Assert.Single(await payments.Payments()).State);
    }

    [Theory, EachStore]
    public async Task An_authorisation_with_a_pending_response_is_voided(StoreKind store)
    {
        var gateway = new ControlledGateway();
        await using var payments = await Open(store, gateway);

        await payments.Shop.Receive(Requested());
        await gateway.AuthorisationStarted;
        gateway.Authorise(new Money(5998));
        await payments.Shop.Receive(Cancelled());
        gateway.Respond();
        await payments.Shop.Settle();

        Assert.Equal((1, 1), gateway.Moved);
        Assert.Single(await payments.Published<PaymentProcessed>());
        Assert.Single(await payments.Published<PaymentVoided>());
    }

    [Theory, EachStore]
    public async Task A_lost_response_of_a_cancelled_order_is_looked_up_and_not_repeated(StoreKind store)
    {
        var gateway = new ControlledGateway();
        // Long enough for the cancellation to be handled within it on a busy machine.
        await using var payments = await Open(store, gateway, ("Bus:Lease", "00:00:03"));

        await payments.Shop.Receive(Requested());
        await gateway.AuthorisationStarted;
        gateway.Authorise(new Money(5998));
        await payments.Receive(Cancelled());       // idle once the call has timed out and been repeated as a lookup

        Assert.Equal((1, 1), gateway.Moved);
        Assert.Equal(1, gateway.Authorisations);
        Assert.Single(await payments.Published<PaymentProcessed>());
        Assert.Single(await payments.Published<PaymentVoided>());
    }

    [Theory, EachStore]
    public async Task A_hanging_gateway_does_not_authorise_after_the_cancellation(StoreKind store)
    {
        await using var payments = await Open(store, ("Bus:Lease", "00:00:00.400"));

        await payments.Shop.Receive(Requested("tok_stuck"));
        await payments.Receive(Cancelled());

        Assert.Equal("Refund Requested", await payments.Published());
        Assert.Equal([new LedgerRow(Order, "closed", 0)], await payments.Ledger());
        Assert.Equal(PaymentState.Cancelled, Assert.Single(await payments.Payments()).State);
    }

    [Theory, EachStore]
    public async Task Orders_cancelled_while_charging_are_refunded_in_full(StoreKind store)
    {
        await using var payments = await Open(store);
        string[] tokens = ["tok_ok", "tok_charged_but_unanswered", "tok_error_once", "tok_declined"];
        var orders = Enumerable.Range(0, 120).Select(i => $"ORD-{i}").ToList();

        await Task.WhenAll(
            ReceiveAll(orders.Select((order, i) => (IEvent)Requested(tokens[i % 4], order))),
            ReceiveAll(orders.Select(order => Cancelled(order))),
            ReceiveAll(orders.Select((order, i) => Requested(tokens[i % 4], order)).Reverse()));
        await payments.Shop.Settle();

        var (ledger, rows) = (await payments.Ledger(), await payments.Payments());
        Assert.DoesNotContain(ledger, row => row.Outcome is "authorised" or "captured");
        Assert.All(rows, payment =>
            Assert.True(
                payment.State is PaymentState.Voided or PaymentState.Cancelled or PaymentState.Declined,
                $"{payment.OrderId} is {payment.State}"));
        var refunded = ledger.Where(row => row.Outcome == "voided").Select(row => row.Order).Order().ToList();
        Assert.Equal(refunded, (await payments.Published<PaymentProcessed>()).Select(published => published.OrderId).Order());
        Assert.Equal(refunded, (await payments.Published<PaymentVoided>()).Select(published => published.OrderId).Order());

        async Task ReceiveAll(IEnumerable<IEvent> events)
        {
            foreach (var published in events)
                await payments.Shop.Receive(published);
        }
    }
}
