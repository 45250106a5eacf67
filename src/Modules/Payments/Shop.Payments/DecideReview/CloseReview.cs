using Microsoft.EntityFrameworkCore;
using Shop.Orders.Contracts;

namespace Shop.Payments;

/// <summary>Closes the review of a cancelled order.</summary>
internal sealed class CloseReview(PaymentsDb db) : IHandleMany<OrderCancelled>
{
    public async Task Handle(IReadOnlyList<Received<OrderCancelled>> received, CancellationToken ct)
    {
        var ids = received.Select(cancelled => cancelled.Event.OrderId).Distinct().ToArray();
        var unclear = db.FraudReviews.Where(review => EF.Parameter(ids).Contains(review.OrderId) && review.Verdict == FraudVerdict.Unclear);
        foreach (var review in await unclear.ToListAsync(ct))
            review.Verdict = FraudVerdict.Closed;
    }
}
