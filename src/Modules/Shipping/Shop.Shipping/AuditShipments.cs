using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Messaging;
using Shop.Orders.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Shipping;

/// <summary>Whether every confirmed order has its shipment, and whether that has said how far it is.</summary>
internal sealed class AuditShipments(ShippingDb db, SaidEvents said) : IAudit
{
    private const int AtOnce = 500;

    public async Task<IReadOnlyList<string>> Differences(AuditSpan span, CancellationToken ct)
    {
        if (!span.AllIsArchived)
            return [];
        var confirmed = await said.Subjects<OrderConfirmed>(span.From, span.Until, ct);
        var known = new List<Shipment>();
        foreach (var some in confirmed.Chunk(AtOnce))
            known.AddRange(await db.Shipments.AsNoTracking().Where(shipment => some.Contains(shipment.OrderId)).ToListAsync(ct));
        return
        [
            .. confirmed.Except(known.Select(shipment => shipment.OrderId)).Select(order => $"{order} was confirmed, but nothing is shipped for it."),
            .. await Unsaid<OrderShipped>(known.Where(shipment => shipment.ShippedAt is not null), span, ct),
            .. await Unsaid<OrderDelivered>(known.Where(shipment => shipment.DeliveredAt is not null), span, ct),
        ];
    }

    private async Task<IEnumerable<string>> Unsaid<TEvent>(IEnumerable<Shipment> shipments, AuditSpan span, CancellationToken ct) where TEvent : IEvent
    {
        var subjects = await said.Subjects<TEvent>(span.From, until: null, ct);
        return shipments.Where(shipment => !subjects.Contains(shipment.OrderId)).Select(shipment =>
            $"The shipment of {shipment.OrderId} is {shipment.State}, but \"{EventContract.Of(typeof(TEvent)).DetailType}\" was never said of it.");
    }
}
