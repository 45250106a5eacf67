using Shop.Orders.Contracts;

namespace Shop.Payments;

/// <summary>Records the refund for an accepted return, once per return, and requests it.</summary>
internal sealed class RequestRefund(PaymentsDb db) : IHandleMany<ReturnAccepted>
{
    public async Task Handle(IReadOnlyList<Received<ReturnAccepted>> received, CancellationToken ct)
    {
        var payments = await db.Lock(received.Select(accepted => accepted.Event.OrderId), ct);
        foreach (var accepted in received)
            db.PublishAll(
                payments[accepted.Event.OrderId].RequestRefund(accepted.Event.ReturnId, accepted.Event.Amount), causedBy: accepted);
    }
}
