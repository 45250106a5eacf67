using Shop.Orders.Contracts;

namespace Shop.Shipping;

/// <summary>
/// Creates the shipment of a confirmed order, once. <see cref="MoveShipments"/> books the carrier, outside any transaction.
/// </summary>
internal sealed class PrepareShipment(ShippingDb db, TimeProvider clock) : IHandleMany<OrderConfirmed>
{
    public async Task Handle(IReadOnlyList<Received<OrderConfirmed>> received, CancellationToken ct)
    {
        var known = await db.ShipmentsOf(received.Select(order => order.Event.OrderId), ct);
        foreach (var order in received.Select(order => order.Event).Where(order => !known.ContainsKey(order.OrderId)))
            db.Add(known[order.OrderId] = Create(order));
    }

    private Shipment Create(OrderConfirmed order) => new()
    {
        OrderId = order.OrderId,
        ShipmentId = Shipment.IdOf(order.OrderId),
        CustomerId = order.CustomerId,
        Email = order.Email,
        Items = [.. (order.Items ?? throw TooOld(order)).Select(item => new ShippedItem(item.ProductId, item.Quantity))],
        Address = order.ShippingAddress ?? throw TooOld(order),
        State = ShipmentState.Preparing,
        DueAt = clock.GetUtcNow().UtcDateTime,
    };

    private static NonRetryableException TooOld(OrderConfirmed order) => new(
        $"{order.OrderId} was confirmed before automatic shipping existed: its event has no items or no address. Ship it by hand and "
            + $"discard this dead letter.");
}
