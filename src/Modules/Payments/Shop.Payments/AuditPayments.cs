using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Messaging;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;

namespace Shop.Payments;

/// <summary>Whether every payment that was asked for is known, and has said what became of it.</summary>
internal sealed class AuditPayments(PaymentsDb db, SaidEvents said) : IAudit
{
    private const int AtOnce = 500;

    public async Task<IReadOnlyList<string>> Differences(AuditSpan span, CancellationToken ct)
    {
        if (!span.AllIsArchived)
            return [];
        var asked = await said.Subjects<PaymentRequested>(span.From, span.Until, ct);
        var payments = new List<Payment>();
        foreach (var some in asked.Chunk(AtOnce))
            payments.AddRange(await db.Payments.AsNoTracking().Where(payment => some.Contains(payment.OrderId)).ToListAsync(ct));
        return
        [
            .. asked.Except(payments.Select(payment => payment.OrderId)).Select(order => $"A payment was requested for {order}, but there is none."),
            .. await Unsaid<PaymentProcessed>(payments.Where(payment => payment.PaymentId is not null), span, ct),
            .. await Unsaid<PaymentFailed>(payments.Where(payment => payment.State == PaymentState.Declined), span, ct),
            .. await Unsaid<PaymentRefunded>(payments.Where(payment => payment.State == PaymentState.Refunded), span, ct),
        ];
    }

    private async Task<IEnumerable<string>> Unsaid<TEvent>(IEnumerable<Payment> payments, AuditSpan span, CancellationToken ct) where TEvent : IEvent
    {
        var subjects = await said.Subjects<TEvent>(span.From, until: null, ct);
        return payments.Where(payment => !subjects.Contains(payment.OrderId)).Select(payment =>
            $"The payment of {payment.OrderId} is {payment.State}, but \"{EventContract.Of(typeof(TEvent)).DetailType}\" was never said of it.");
    }
}
