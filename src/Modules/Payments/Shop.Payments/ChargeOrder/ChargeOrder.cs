using Microsoft.EntityFrameworkCore;
using Shop.Messaging;
using Shop.Orders.Contracts;

namespace Shop.Payments;

/// <summary>Charges an order that is not known as cancelled; of one that is, asks whether an earlier try has charged it.</summary>
internal sealed class ChargeOrder(PaymentsDb db, IPaymentGateway gateway) : ICallOut<PaymentRequested, ChargeOutcome?>
{
    public async Task<ChargeOutcome?> Call(PaymentRequested heard, CancellationToken ct)
    {
        var mayCharge = !await db.Payments.AnyAsync(p => p.OrderId == heard.OrderId && p.State != PaymentState.Requested, ct);
        return mayCharge
            ? await gateway.Charge(heard.OrderId, heard.Amount, heard.Currency, heard.PaymentToken, ct)
            : await gateway.Find(heard.OrderId, ct);
    }

    public async Task Record(IReadOnlyList<Answered<PaymentRequested, ChargeOutcome?>> answers, CancellationToken ct)
    {
        var payments = await db.Lock(answers.Where(a => a.Answer is not null).Select(a => a.Event.OrderId), ct);
        foreach (var answer in answers)
        {
            if (answer.Answer is Captured charge)
                db.PublishAll(payments[answer.Event.OrderId].Capture(charge), because: answer);
            if (answer.Answer is Declined { Reason: var reason })
                db.PublishAll(payments[answer.Event.OrderId].Decline(reason), because: answer);
        }
    }
}
