using Shop.Payments.Contracts;

namespace Shop.Payments;

/// <summary>Voids or refunds the payment of a cancelled order, or refunds the part for a return.</summary>
internal sealed class VoidOrRefund(PaymentsDb db, IPaymentGateway gateway) : IExternalCall<RefundRequested, VoidOrRefundResult?>
{
    public async Task<VoidOrRefundResult?> Call(RefundRequested received, CancellationToken ct)
    {
        if (received.RefundId is not { } refundId)
            return await gateway.VoidOrRefund(received.OrderId, ct);
        await Refund(received.OrderId, refundId, ct);
        return null;
    }

    /// <summary>A return may be accepted before the capture completes: then the refund is retried until it has.</summary>
    private async Task Refund(string orderId, string refundId, CancellationToken ct)
    {
        var payment = await db.Payments.FindAsync([orderId], ct);
        var refund = payment?.Refunds.SingleOrDefault(refund => refund.RefundId == refundId)
            ?? throw new InvalidOperationException($"{refundId} is to be refunded, but {orderId} has no such return. The call is retried.");
        if (payment.CapturedAmount is null)
            throw new InvalidOperationException(
                $"{refundId} is to be refunded, but the payment of {orderId} is not captured yet. The call is retried.");
        if (!await gateway.Refund(orderId, refundId, refund.Amount, ct))
        {
            throw new NonRetryableException(
                $"The gateway refused to refund {refund.Amount} {payment.Currency} for {refundId}: less than that is left of "
                    + $"{payment.PaymentId}. "
                + "Look the payment up with the payment provider and settle the return by hand.");
        }
    }

    public async Task Record(IReadOnlyList<CallResult<RefundRequested, VoidOrRefundResult?>> results, CancellationToken ct)
    {
        var payments = await db.Lock(results.Select(result => result.Event.OrderId), ct);
        foreach (var result in results)
        {
            var payment = payments[result.Event.OrderId];
            db.PublishAll(
                result.Event.RefundId is { } refundId ? payment.RecordPartialRefund(refundId)
                : result.Result is { } returned ? payment.RecordVoidOrRefund(returned)
                : payment.RecordNothingToRefund(), causedBy: result);
        }
    }
}
