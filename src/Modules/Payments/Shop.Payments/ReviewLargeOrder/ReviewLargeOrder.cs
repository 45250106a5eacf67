using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;

namespace Shop.Payments;

/// <summary>
/// Reviews orders for fraud before they are charged. A failing review publishes nothing, and an order without a passed review is not
/// charged.
/// </summary>
internal sealed class ReviewLargeOrder(PaymentsDb db, FraudPolicy policy, TimeProvider clock) : IHandleMany<OrderCreated>
{
    private static readonly TimeSpan ADay = TimeSpan.FromDays(1);

    public async Task Handle(IReadOnlyList<Received<OrderCreated>> received, CancellationToken ct)
    {
        if (policy.ReviewFromOrdersPerDay > 0)
            await db.AcquireLock("large orders per day", ct);       // what another node reviews at this moment counts too
        var reviewed = await db.Reviewed(received.Select(order => order.Event.OrderId), ct);
        foreach (var order in received.Where(order => reviewed.Add(order.Event.OrderId)))
            db.Publish(await Review(order.Event, ct), causedBy: order);
    }

    private async Task<IEvent> Review(OrderCreated order, CancellationToken ct)
    {
        var (verdict, reasons) = policy.Judge(order, await OrdersToday(order.CustomerId, ct));
        db.FraudReviews.Add(new FraudReview
        {
            OrderId = order.OrderId,
            CustomerId = order.CustomerId,
            Country = order.ShippingAddress.Country,
            Total = order.TotalAmount.Minor,
            Currency = order.Currency,
            Verdict = verdict,
            Reasons = reasons,
            ReviewedAt = clock.GetUtcNow().UtcDateTime,
        });
        return verdict switch
        {
            FraudVerdict.Passed => new FraudCheckPassed(order.OrderId),
            FraudVerdict.Refused => new FraudCheckFailed(order.OrderId, reasons),
            _ => new FraudReviewRequested(order.OrderId, reasons),
        };
    }

    /// <summary>Counts committed reviews and those of this transaction.</summary>
    private async Task<int> OrdersToday(string customerId, CancellationToken ct)
    {
        if (policy.ReviewFromOrdersPerDay == 0)
            return 0;
        var since = clock.GetUtcNow().UtcDateTime - ADay;
        return await db.FraudReviews.CountAsync(review => review.CustomerId == customerId && review.ReviewedAt > since, ct)
            + db.ChangeTracker.Entries<FraudReview>()
                .Count(review => review.State == EntityState.Added && review.Entity.CustomerId == customerId);
    }
}
