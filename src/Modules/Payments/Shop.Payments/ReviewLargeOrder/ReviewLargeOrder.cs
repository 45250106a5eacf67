using Shop.Events;
using Shop.Messaging;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;

namespace Shop.Payments;

/// <summary>Reviews orders for fraud before they are charged. A review that fails says nothing, and an order that nobody passed is not charged.</summary>
internal sealed class ReviewLargeOrder(PaymentsDb db, FraudPolicy policy) : IHandleMany<OrderCreated>
{
    public async Task Handle(IReadOnlyList<Heard<OrderCreated>> heard, CancellationToken ct)
    {
        var reviewed = await db.Reviewed(heard.Select(order => order.Event.OrderId), ct);
        foreach (var order in heard.Where(order => reviewed.Add(order.Event.OrderId)))
            db.Publish(Review(order.Event), because: order);
    }

    private IEvent Review(OrderCreated order)
    {
        var reasons = policy.ReasonsAgainst(order);
        db.FraudReviews.Add(new FraudReview { OrderId = order.OrderId, Reasons = reasons });
        return reasons.Count == 0 ? new FraudCheckPassed(order.OrderId) : new FraudCheckFailed(order.OrderId, reasons);
    }
}
