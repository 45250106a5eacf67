using Shop.Orders.Contracts;

namespace Shop.Shipping;

/// <summary>Stops the shipment of a cancelled order; records the cancellation if Order Confirmed has not arrived.</summary>
internal sealed class StopShipment(ShippingDb db, TimeProvider clock) : IHandleMany<OrderCancelled>
{
    public async Task Handle(IReadOnlyList<Received<OrderCancelled>> received, CancellationToken ct)
    {
        var known = await db.ShipmentsOf(received.Select(order => order.Event.OrderId), ct);
        foreach (var order in received.Select(order => order.Event))
        {
            if (known.TryGetValue(order.OrderId, out var shipment))
                shipment.Cancel(clock.GetUtcNow().UtcDateTime);
            else
                db.Add(known[order.OrderId] = Never(order));
        }
    }

    private static Shipment Never(OrderCancelled order) => new()
    {
        OrderId = order.OrderId,
        ShipmentId = Shipment.IdOf(order.OrderId),
        CustomerId = order.CustomerId,
        Email = order.Email,
        Items = [],
        Address = null,
        State = ShipmentState.Stopped,
        DueAt = null,
    };
}
