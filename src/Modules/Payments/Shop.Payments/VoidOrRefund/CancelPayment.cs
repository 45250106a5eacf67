using Shop.Messaging;
using Shop.Orders.Contracts;

namespace Shop.Payments;

/// <summary>Remembers that an order is cancelled, also when no payment was asked for yet, and has money that may have moved given back.</summary>
internal sealed class CancelPayment(PaymentsDb db) : IHandleMany<OrderCancelled>
{
    public async Task Handle(IReadOnlyList<Received<OrderCancelled>> received, CancellationToken ct)
    {
        var payments = await db.Lock(received.Select(cancelled => cancelled.Event.OrderId), ct);
        foreach (var cancelled in received)
            db.PublishAll(payments[cancelled.Event.OrderId].Cancel(), causedBy: cancelled);
    }
}
