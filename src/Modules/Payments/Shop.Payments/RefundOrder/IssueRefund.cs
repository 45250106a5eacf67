using Shop.Messaging;
using Shop.Payments.Contracts;

namespace Shop.Payments;

/// <summary>Has the gateway give back what it captured for an order, if it did.</summary>
internal sealed class IssueRefund(PaymentsDb db, IPaymentGateway gateway) : ICallOut<RefundRequested, Captured?>
{
    public Task<Captured?> Call(RefundRequested heard, CancellationToken ct) => gateway.Refund(heard.OrderId, ct);

    public async Task Record(IReadOnlyList<Answered<RefundRequested, Captured?>> answers, CancellationToken ct)
    {
        var payments = await db.Lock(answers.Select(answer => answer.Event.OrderId), ct);
        foreach (var answer in answers)
        {
            var payment = payments[answer.Event.OrderId];
            db.PublishAll(answer.Answer is { } charge ? payment.Refund(charge) : payment.FindNothingToRefund(), because: answer);
        }
    }
}
