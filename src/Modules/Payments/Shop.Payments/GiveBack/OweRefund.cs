using Shop.Messaging;
using Shop.Orders.Contracts;

namespace Shop.Payments;

/// <summary>Writes down what is to be given back for a return, once a return, and has it given back.</summary>
internal sealed class OweRefund(PaymentsDb db) : IHandleMany<ReturnAccepted>
{
    public async Task Handle(IReadOnlyList<Heard<ReturnAccepted>> heard, CancellationToken ct)
    {
        var payments = await db.Lock(heard.Select(accepted => accepted.Event.OrderId), ct);
        foreach (var accepted in heard)
            db.PublishAll(payments[accepted.Event.OrderId].Owe(accepted.Event.ReturnId, accepted.Event.Amount), because: accepted);
    }
}
