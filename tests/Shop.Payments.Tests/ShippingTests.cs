using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using Shop.Testing;
using static Shop.Payments.Tests.PaymentsFixture;

namespace Shop.Payments.Tests;

/// <summary>Payments are captured on shipment and refunded for returns.</summary>
public sealed class ShippingTests
{
    private static OrderShipped Shipped =>
        new(Order, "CUST-1", "ada@example.com", "SHP-1", "Parcels", "SP1", "https://parcels.example/SP1");

    private static ReturnAccepted Returned(string id, long minor) =>
        new(Order, id, "CUST-1", "ada@example.com", [new ReturnedItem("PRD-1", 1, new Money(minor))], new Money(minor), "USD");

    [Theory, EachStore]
    public async Task A_shipped_order_is_captured_once(StoreKind store)
    {
        await using var payments = await Open(store);

        await payments.Receive(Requested());
        await payments.Receive(Shipped, Shipped);

        Assert.Equal("Payment Processed, Payment Captured", await payments.Published());
        Assert.Equal([new LedgerRow(Order, "captured", 5998)], await payments.Ledger());
    }

    [Theory, EachStore]
    public async Task An_order_cancelled_before_Order_Shipped_is_not_captured(StoreKind store)
    {
        await using var payments = await Open(store);

        await payments.Receive(Requested());
        await payments.Receive(Cancelled());
        await payments.Receive(Shipped);

        Assert.Equal("Payment Processed, Refund Requested, Payment Voided", await payments.Published());
    }

    [Theory, EachStore]
    public async Task A_captured_payment_is_refunded_on_cancellation(StoreKind store)
    {
        await using var payments = await Open(store);

        await payments.Receive(Requested());
        await payments.Receive(Shipped);
        await payments.Receive(Cancelled());

        Assert.Equal("Payment Processed, Payment Captured, Refund Requested, Payment Refunded", await payments.Published());
        Assert.Equal([new LedgerRow(Order, "refunded", 5998)], await payments.Ledger());
    }

    [Theory, EachStore]
    public async Task Each_return_is_refunded_once_and_the_rest_on_cancellation(StoreKind store)
    {
        await using var payments = await Open(store);
        await payments.Receive(Requested());
        await payments.Receive(Shipped);

        await payments.Receive(Returned("RET-1", 1000), Returned("RET-2", 2000), Returned("RET-1", 1000));
        await payments.Receive(Cancelled());

        var refunds = (await payments.Published<PaymentRefunded>()).Select(refund => (refund.RefundId, refund.Amount.Minor))
            .OrderBy(refund => refund.Minor);
        Assert.Equal([("RET-1", 1000), ("RET-2", 2000), (Order, 2998)], refunds);
    }

    [Theory, EachStore]
    public async Task A_refund_for_a_return_waits_for_the_capture(StoreKind store)
    {
        await using var payments = await Open(store);
        await payments.Receive(Requested());

        await payments.Shop.Receive(Returned("RET-1", 1000));
        await payments.Receive(Shipped);

        Assert.Equal(1000, Assert.Single(await payments.Published<PaymentRefunded>()).Amount.Minor);
    }

    [Theory, EachStore]
    public async Task A_refund_never_exceeds_the_captured_amount(StoreKind store)
    {
        await using var payments = await Open(store);
        await payments.Receive(Requested());
        await payments.Receive(Shipped);

        await payments.Receive(Returned("RET-1", 5000));
        await payments.Receive(Returned("RET-2", 1000));

        Assert.Equal(5000, Assert.Single(await payments.Published<PaymentRefunded>()).Amount.Minor);
        Assert.Equal(1, (await payments.Shop.Backlog("payments")).DeadLetters);
    }
}
