using Shop.Inventory.Contracts;
using Shop.Messaging;
using Shop.Orders.Contracts;

namespace Shop.Inventory;

/// <summary>
/// Notes that orders are confirmed: their reservations do not expire. One that has expired already is reserved once more; when there are
/// too few by now, that is said as of a new order.
/// </summary>
internal sealed class ConfirmReservation(InventoryDb db, Stock stock) : IHandleMany<OrderConfirmed>
{
    public async Task Handle(IReadOnlyList<Heard<OrderConfirmed>> heard, CancellationToken ct)
    {
        var expired = await db.Confirm(heard.Select(order => order.Event.OrderId).ToHashSet(), ct);
        if (expired.Count == 0)
            return;
        var known = await db.ReservationsOf(expired, ct);
        foreach (var orderId in expired)
            await Renew(known[orderId], heard.First(order => order.Event.OrderId == orderId), ct);
    }

    /// <summary>One by one, because it hardly ever happens.</summary>
    private async Task Renew(Reservation reservation, Heard<OrderConfirmed> because, CancellationToken ct)
    {
        if (await stock.TryReserve(reservation.Items, ct) is { } low)
        {
            reservation.Renew(ReservationState.Reserved);
            db.Publish(new InventoryReserved(reservation.OrderId, reservation.Items), because);
            foreach (var level in low)
                db.Publish(new StockLow(level.ProductId, level.Available, level.Threshold), because);
            return;
        }
        reservation.Renew(ReservationState.Refused);
        var left = await stock.HoldAvailable(reservation.Items, ct);
        db.Publish(new InventoryReservationFailed(
            reservation.OrderId, "The reservation had expired, and its items were sold meanwhile.", Missing(reservation, left)), because);
    }

    private static List<MissingItem> Missing(Reservation reservation, Dictionary<string, long> left) =>
    [
        .. from item in reservation.Items
           let available = left.GetValueOrDefault(item.ProductId)
           where available < item.Quantity
           select new MissingItem(item.ProductId, item.Quantity, (int)available),
    ];
}
