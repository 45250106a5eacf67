using Shop.Orders.Contracts;

namespace Shop.Payments;

/// <summary>
/// Marks the payment of a cancelled order as cancelled, even before one was requested, and requests a refund if money may have moved.
/// </summary>
internal sealed class CancelPayment(PaymentsDb db) : IHandleMany<OrderCancelled>
{
    public async Task Handle(IReadOnlyList<Received<OrderCancelled>> received, CancellationToken ct)
    {
        var payments = await db.Lock(received.Select(cancelled => cancelled.Event.OrderId), ct);
        foreach (var cancelled in received)
            db.PublishAll(payments[cancelled.Event.OrderId].Cancel(), causedBy: cancelled);
    }
}
