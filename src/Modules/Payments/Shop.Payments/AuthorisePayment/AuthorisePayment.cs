using Microsoft.EntityFrameworkCore;
using Shop.Orders.Contracts;

namespace Shop.Payments;

/// <summary>
/// Authorises the payment of an order that is not cancelled; for a cancelled one, asks the gateway whether an earlier attempt has authorised it.
/// </summary>
internal sealed class AuthorisePayment(PaymentsDb db, IPaymentGateway gateway) : IExternalCall<PaymentRequested, AuthorisationOutcome?>
{
    /// <summary>Records that a payment will be authorised, before the first call: a cancellation meanwhile knows that money may have been set aside.</summary>
    public async Task Prepare(IReadOnlyList<Received<PaymentRequested>> received, CancellationToken ct)
    {
        var payments = await db.Lock(received.Select(request => request.Event.OrderId), ct);
        foreach (var request in received)
            db.PublishAll(payments[request.Event.OrderId].Expect(request.Event.Amount, request.Event.Currency), causedBy: request);
    }

    public async Task<AuthorisationOutcome?> Call(PaymentRequested received, CancellationToken ct)
    {
        var mayAuthorise = !await db.Payments.AnyAsync(p => p.OrderId == received.OrderId && p.State != PaymentState.Requested, ct);
        return mayAuthorise
            ? await gateway.Authorise(received.OrderId, received.Amount, received.Currency, received.PaymentToken, ct)
            : await gateway.Find(received.OrderId, ct);
    }

    public async Task Record(IReadOnlyList<CallResult<PaymentRequested, AuthorisationOutcome?>> answers, CancellationToken ct)
    {
        var payments = await db.Lock(answers.Where(a => a.Result is not null).Select(a => a.Event.OrderId), ct);
        foreach (var answer in answers)
        {
            if (answer.Result is Authorised authorised)
                db.PublishAll(payments[answer.Event.OrderId].Authorise(authorised), causedBy: answer);
            if (answer.Result is Declined { Reason: var reason })
                db.PublishAll(payments[answer.Event.OrderId].Decline(reason), causedBy: answer);
        }
    }
}
