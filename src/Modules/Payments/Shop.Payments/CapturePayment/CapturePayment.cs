using Microsoft.EntityFrameworkCore;
using Shop.Messaging;
using Shop.Shipping.Contracts;

namespace Shop.Payments;

/// <summary>Takes what was authorised for an order, because it was shipped. Of an order that was cancelled meanwhile, nothing is taken.</summary>
internal sealed class CapturePayment(PaymentsDb db, IPaymentGateway gateway) : ICallOut<OrderShipped, Authorised?>
{
    public async Task<Authorised?> Call(OrderShipped heard, CancellationToken ct)
    {
        if (!await MayBeTaken(heard.OrderId, ct))
            return null;
        if (await gateway.Capture(heard.OrderId, ct) is { } taken)
            return taken;
        // Cancelled while the gateway was asked: then it is right that nothing is left to take.
        return await MayBeTaken(heard.OrderId, ct) ? throw NotPaid(heard.OrderId) : null;
    }

    public async Task Record(IReadOnlyList<Answered<OrderShipped, Authorised?>> answers, CancellationToken ct)
    {
        var payments = await db.Lock(answers.Where(answer => answer.Answer is not null).Select(answer => answer.Event.OrderId), ct);
        foreach (var answer in answers.Where(answer => answer.Answer is not null))
            db.PublishAll(payments[answer.Event.OrderId].Capture(answer.Answer!), because: answer);
    }

    private Task<bool> MayBeTaken(string orderId, CancellationToken ct) => db.Payments.AnyAsync(
        p => p.OrderId == orderId && (p.State == PaymentState.Requested || p.State == PaymentState.Authorised || p.State == PaymentState.Captured), ct);

    private static FinalException NotPaid(string orderId) => new(
        $"{orderId} is shipped, but the gateway has nothing to capture for it: the authorisation is gone. Asking again does not help. "
        + "Look the payment up with the payment provider, and have the customer pay in another way or recall the parcel.");
}
