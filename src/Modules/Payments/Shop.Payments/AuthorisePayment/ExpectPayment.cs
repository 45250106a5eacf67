using Shop.Messaging;
using Shop.Orders.Contracts;

namespace Shop.Payments;

/// <summary>
/// Writes down that a payment is to be authorised, in the transaction that keeps the call and so before the call is made: whoever cancels
/// meanwhile knows that money may have been set aside.
/// </summary>
internal sealed class ExpectPayment(PaymentsDb db) : IHandleMany<PaymentRequested>
{
    public async Task Handle(IReadOnlyList<Received<PaymentRequested>> received, CancellationToken ct)
    {
        var payments = await db.Lock(received.Select(request => request.Event.OrderId), ct);
        foreach (var request in received)
            db.PublishAll(payments[request.Event.OrderId].Expect(request.Event.Amount, request.Event.Currency), causedBy: request);
    }
}
