using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Shipping;

/// <summary>Checks that every confirmed order has a shipment and that its progress was published.</summary>
internal sealed class ReconcileShipments(ShippingDb db, PublishedEvents published) : IReconciliation
{
    private const int BatchSize = 500;

    public async Task<IReadOnlyList<string>> Discrepancies(ReconciliationSpan span, CancellationToken ct)
    {
        if (!span.AllIsArchived)
            return [];
        var confirmed = await published.Subjects<OrderConfirmed>(span.From, span.Until, ct);
        var known = new List<Shipment>();
        foreach (var some in confirmed.Chunk(BatchSize))
            known.AddRange(await db.Shipments.AsNoTracking().Where(shipment => some.Contains(shipment.OrderId)).ToListAsync(ct));
        return
        [
            .. confirmed.Except(known.Select(shipment => shipment.OrderId))
            .Select(order => $"{order} was confirmed, but it has no shipment."),
            .. await Unpublished<OrderShipped>(known.Where(shipment => shipment.ShippedAt is not null), span, ct),
            .. await Unpublished<OrderDelivered>(known.Where(shipment => shipment.DeliveredAt is not null), span, ct),
        ];
    }

    private async Task<IEnumerable<string>> Unpublished<TEvent>(IEnumerable<Shipment> shipments, ReconciliationSpan span,
    CancellationToken ct) where TEvent : IEvent
    {
        var subjects = await published.Subjects<TEvent>(span.From, until: null, ct);
        return shipments.Where(shipment => !subjects.Contains(shipment.OrderId)).Select(shipment =>
            $"The shipment of {shipment.OrderId} is {shipment.State}, but \"{EventContract.Of(typeof(TEvent)).DetailType}\" was never "
                + $"published for it.");
    }
}
