using Microsoft.EntityFrameworkCore;
using Shop.Shipping.Contracts;

namespace Shop.Payments;

/// <summary>Captures the payment of a shipped order, unless the order was cancelled in the meantime.</summary>
internal sealed class CapturePayment(PaymentsDb db, IPaymentGateway gateway) : IExternalCall<OrderShipped, Authorised?>
{
    public async Task<Authorised?> Call(OrderShipped received, CancellationToken ct)
    {
        if (!await MayCapture(received.OrderId, ct))
            return null;
        if (await gateway.Capture(received.OrderId, ct) is { } captured)
            return captured;
        // If the order was cancelled during the call, there is rightly nothing to capture.
        return await MayCapture(received.OrderId, ct) ? throw NotPaid(received.OrderId) : null;
    }

    public async Task Record(IReadOnlyList<CallResult<OrderShipped, Authorised?>> results, CancellationToken ct)
    {
        var payments = await db.Lock(results.Where(result => result.Result is not null).Select(result => result.Event.OrderId), ct);
        foreach (var result in results.Where(result => result.Result is not null))
            db.PublishAll(payments[result.Event.OrderId].Capture(result.Result!), causedBy: result);
    }

    private Task<bool> MayCapture(string orderId, CancellationToken ct) => db.Payments.AnyAsync(
        p => p.OrderId == orderId
            && (p.State == PaymentState.Requested || p.State == PaymentState.Authorised || p.State == PaymentState.Captured), ct);

    private static NonRetryableException NotPaid(string orderId) => new(
        $"{orderId} is shipped, but the gateway has nothing to capture: the authorisation is gone. Retrying does not help. "
        + "Look the payment up with the payment provider, and have the customer pay in another way or recall the parcel.");
}
