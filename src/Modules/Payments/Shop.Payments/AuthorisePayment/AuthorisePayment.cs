using Microsoft.EntityFrameworkCore;
using Shop.Messaging;
using Shop.Orders.Contracts;

namespace Shop.Payments;

/// <summary>Authorises the payment of an order that is not known as cancelled; of one that is, asks whether an earlier try has authorised it.</summary>
internal sealed class AuthorisePayment(PaymentsDb db, IPaymentGateway gateway) : ICallOut<PaymentRequested, AuthorisationOutcome?>
{
    public async Task<AuthorisationOutcome?> Call(PaymentRequested heard, CancellationToken ct)
    {
        var mayAuthorise = !await db.Payments.AnyAsync(p => p.OrderId == heard.OrderId && p.State != PaymentState.Requested, ct);
        return mayAuthorise
            ? await gateway.Authorise(heard.OrderId, heard.Amount, heard.Currency, heard.PaymentToken, ct)
            : await gateway.Find(heard.OrderId, ct);
    }

    public async Task Record(IReadOnlyList<Answered<PaymentRequested, AuthorisationOutcome?>> answers, CancellationToken ct)
    {
        var payments = await db.Lock(answers.Where(a => a.Answer is not null).Select(a => a.Event.OrderId), ct);
        foreach (var answer in answers)
        {
            if (answer.Answer is Authorised authorised)
                db.PublishAll(payments[answer.Event.OrderId].Authorise(authorised), because: answer);
            if (answer.Answer is Declined { Reason: var reason })
                db.PublishAll(payments[answer.Event.OrderId].Decline(reason), because: answer);
        }
    }
}
