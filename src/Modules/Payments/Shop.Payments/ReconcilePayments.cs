using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Payments;

/// <summary>
/// Checks that every requested payment exists and published its outcome, that shipped orders are captured and accepted returns refunded.
/// </summary>
internal sealed class ReconcilePayments(PaymentsDb db, PublishedEvents published) : IReconciliation
{
    private const int BatchSize = 500;

    public async Task<IReadOnlyList<string>> Discrepancies(ReconciliationSpan span, CancellationToken ct)
    {
        if (!span.AllIsArchived)
            return [];
        var requested = await published.Subjects<PaymentRequested>(span.From, span.Until, ct);
        var shipped = await published.Subjects<OrderShipped>(span.From, span.Until, ct);
        var returned = await published.Subjects<ReturnAccepted>(span.From, span.Until, ct);
        var payments = new List<Payment>();
        foreach (var some in requested.Union(shipped).Union(returned).Chunk(BatchSize))
            payments.AddRange(await db.Payments.AsNoTracking().Where(payment => some.Contains(payment.OrderId)).ToListAsync(ct));
        var known = payments.Select(payment => payment.OrderId).ToHashSet();
        return
        [
            .. requested.Except(known).Select(order => $"A payment was requested for {order}, but there is none."),
            .. payments.Where(payment => payment.State == PaymentState.Authorised && shipped.Contains(payment.OrderId))
                .Select(payment => $"{payment.OrderId} was shipped, but its payment is only authorised."),
            .. payments.Where(
                payment => returned.Contains(payment.OrderId)
                && (payment.Refunds.Count == 0 || payment.Refunds.Any(refund => !refund.Refunded)))
                .Select(payment => $"A return of {payment.OrderId} was accepted, but not all of it is refunded."),
            .. await Unpublished<PaymentProcessed>(
                payments.Where(payment => payment.PaymentId is not null && requested.Contains(payment.OrderId)), span, ct),
            .. await Unpublished<PaymentFailed>(
                payments.Where(payment => payment.State == PaymentState.Declined && requested.Contains(payment.OrderId)), span, ct),
            .. await Unpublished<PaymentCaptured>(
                payments.Where(payment => payment.State == PaymentState.Captured && shipped.Contains(payment.OrderId)), span, ct),
            .. await Unpublished<PaymentVoided>(
                payments.Where(payment => payment.State == PaymentState.Voided && requested.Contains(payment.OrderId)), span, ct),
            .. await Unpublished<PaymentRefunded>(
                payments.Where(payment => payment.State == PaymentState.Refunded && requested.Contains(payment.OrderId)), span, ct),
        ];
    }

    private async Task<IEnumerable<string>> Unpublished<TEvent>(IEnumerable<Payment> payments, ReconciliationSpan span,
    CancellationToken ct) where TEvent : IEvent
    {
        var subjects = await published.Subjects<TEvent>(span.From, until: null, ct);
        return payments.Where(payment => !subjects.Contains(payment.OrderId)).Select(payment =>
            $"The payment of {payment.OrderId} is {payment.State}, but \"{EventContract.Of(typeof(TEvent)).DetailType}\" was never "
                + $"published for it.");
    }
}
