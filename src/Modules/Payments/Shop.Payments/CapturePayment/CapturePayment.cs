using Microsoft.EntityFrameworkCore;
using Shop.Shipping.Contracts;

namespace Shop.Payments;

/// <summary>Takes what was authorised for an order, because it was shipped. Of an order that was cancelled meanwhile, nothing is taken.</summary>
internal sealed class CapturePayment(PaymentsDb db, IPaymentGateway gateway) : IExternalCall<OrderShipped, Authorised?>
{
    public async Task<Authorised?> Call(OrderShipped received, CancellationToken ct)
    {
        if (!await MayBeTaken(received.OrderId, ct))
            return null;
        if (await gateway.Capture(received.OrderId, ct) is { } taken)
            return taken;
        // Cancelled while the gateway was asked: then it is right that nothing is left to take.
        return await MayBeTaken(received.OrderId, ct) ? throw NotPaid(received.OrderId) : null;
    }

    public async Task Record(IReadOnlyList<CallResult<OrderShipped, Authorised?>> answers, CancellationToken ct)
    {
        var payments = await db.Lock(answers.Where(answer => answer.Result is not null).Select(answer => answer.Event.OrderId), ct);
        foreach (var answer in answers.Where(answer => answer.Result is not null))
            db.PublishAll(payments[answer.Event.OrderId].Capture(answer.Result!), causedBy: answer);
    }

    private Task<bool> MayBeTaken(string orderId, CancellationToken ct) => db.Payments.AnyAsync(
        p => p.OrderId == orderId && (p.State == PaymentState.Requested || p.State == PaymentState.Authorised || p.State == PaymentState.Captured), ct);

    private static NonRetryableException NotPaid(string orderId) => new(
        $"{orderId} is shipped, but the gateway has nothing to capture for it: the authorisation is gone. Asking again does not help. "
        + "Look the payment up with the payment provider, and have the customer pay in another way or recall the parcel.");
}
