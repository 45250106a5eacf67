using Shop.Payments.Contracts;
using Shop.Testing;
using static Shop.Payments.Tests.PaymentsFixture;

namespace Shop.Payments.Tests;

public sealed class FraudTests
{
    public static MatrixTheoryData<StoreKind, (double, string)> Totals => new(
        [StoreKind.Sqlite, StoreKind.Postgres],
        [
            (999.99, ""), (1000, "Fraud Check Passed"), (1000.01, "Fraud Check Passed"),
            (10_000, "Fraud Check Passed"), (10_000.01, "Fraud Review Requested"),
            (25_000, "Fraud Review Requested"), (25_000.01, "Fraud Check Failed"),
        ]);

    [Theory, MemberData(nameof(Totals))]
    public async Task Orders_from_1000_are_reviewed_above_10000_by_an_operator_and_above_25000_refused(
        StoreKind store, (double Total, string Published) review)
    {
        await using var payments = await Open(store);

        await payments.Receive(Created((decimal)review.Total));

        Assert.Equal(review.Published, await payments.Published());
    }

    [Theory, EachStore]
    public async Task A_refusal_lists_every_reason(StoreKind store)
    {
        await using var payments = await Open(store, ("Payments:Fraud:RejectAbove", "1500"), ("Payments:Fraud:RejectedCountries:0", "AQ"));

        await payments.Receive(Created(1500.01m, country: "aq"));

        Assert.Equal(
            ["The total of 1500.01 USD is above 1500.00, the most that is accepted.", "Large orders are not shipped to aq."],
            Assert.Single(await payments.Published<FraudCheckFailed>()).Reasons);
    }

    [Theory, EachStore]
    public async Task An_order_is_reviewed_once(StoreKind store)
    {
        await using var payments = await Open(store);

        await payments.Receive(Created(2000), Created(2000));
        await payments.Receive(Created(2000));

        Assert.Equal("Fraud Check Passed", await payments.Published());
    }

    [Theory, EachStore]
    public async Task A_batch_reviews_each_order_once(StoreKind store)
    {
        await using var payments = await Open(store);
        var orders = Enumerable.Range(0, 60).Select(i => $"ORD-{i}").ToList();
        var created = orders.Concat(orders).Select(order => Envelopes.Of(Created(2000, order: order)));

        await payments.Shop.ReceiveBatch("payments", created, "review-large-orders");
        await payments.Shop.Settle();

        Assert.Equal(60, (await payments.Published<FraudCheckPassed>()).Count);
    }

    [Theory, EachStore]
    public async Task An_unclear_review_lists_every_reason(StoreKind store)
    {
        await using var payments = await Open(
            store, ("Payments:Fraud:ReviewAbove", "1500"), ("Payments:Fraud:ReviewCountries:0", "AQ"),
            ("Payments:Fraud:ReviewFromQuantity", "1"), ("Payments:Fraud:ReviewFromOrdersPerDay", "2"));

        await payments.Receive(Created(1200, order: "ORD-0"));
        await payments.Receive(Created(1500.01m, country: "AQ"));

        Assert.Equal(
            ["The total of 1500.01 USD is above 1500.00.", "It goes to AQ.", "It has 1 of PROD-1.",
                "It is large order 2 of CUST-1 within a day."],
            (await payments.Published<FraudReviewRequested>()).Single(requested => requested.OrderId == Order).Reasons);
        Assert.Empty(await payments.Published<FraudCheckPassed>());
    }

    [Theory, EachStore]
    public async Task A_review_of_a_cancelled_order_is_closed(StoreKind store)
    {
        await using var payments = await Open(store, ("Payments:Fraud:ReviewAbove", "1500"));

        await payments.Receive(Created(2000));
        await payments.Receive(Cancelled() with { TotalAmount = Events.Money.FromMajor(2000) });

        Assert.Equal(
            FraudVerdict.Closed,
            await payments.Shop.With<PaymentsDb, FraudVerdict>(async db => (await db.FraudReviews.FindAsync(Order))!.Verdict));
    }
}
