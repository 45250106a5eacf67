using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Payments.Contracts;

namespace Shop.Orders;

/// <summary>Records captures, voids and refunds for the customer to see. The order process does not wait for them.</summary>
internal sealed class FollowPayment(OrdersDb db, OrderStateMachine stateMachine, TimeProvider clock) :
    IHandleMany<PaymentCaptured>, IHandleMany<PaymentVoided>, IHandleMany<PaymentRefunded>
{
    public Task Handle(IReadOnlyList<Received<PaymentCaptured>> received, CancellationToken ct) =>
        Follow(received, (payment, captured) => payment with { Captured = true, CapturedAt = captured.Envelope.Metadata.Timestamp }, ct);

    public Task Handle(IReadOnlyList<Received<PaymentVoided>> received, CancellationToken ct) =>
        Follow(received, (payment, _) => payment with { Voided = true }, ct);

    public async Task Handle(IReadOnlyList<Received<PaymentRefunded>> received, CancellationToken ct)
    {
        await Follow(
            received, (payment, refunded) => payment.With(refunded.Event.RefundId ?? refunded.Event.OrderId, refunded.Event.Amount.Minor),
            ct);
        var ids = received.Select(refunded => refunded.Event.RefundId).OfType<string>().Distinct().ToArray();
        foreach (
            var back in await db.Returns.Where(back => EF.Parameter(ids).Contains(back.ReturnId) && back.RefundedAt == null)
            .ToListAsync(ct))
            back.RefundedAt = clock.GetUtcNow().UtcDateTime;
    }

    private async Task Follow<TEvent>(IReadOnlyList<Received<TEvent>> received, Func<OrderPayment, Received<TEvent>, OrderPayment> update,
    CancellationToken ct)
        where TEvent : class, IEvent
    {
        var orders = await db.OrdersOf(received, ct);
        foreach (var one in received)
        {
            var order = orders.Of(one);
            order.RecordPayment(update(order.Payment, one));
            stateMachine.NotifyFollowers(order);
        }
    }
}
