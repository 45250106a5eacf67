using Shop.Inventory.Contracts;

namespace Shop.Inventory;

/// <summary>
/// Renews an expired reservation whose order was confirmed after all: reserves the items again, or publishes that they are short. One at a
/// time, because this is rare.
/// </summary>
internal sealed class RenewReservation(InventoryDb db, Stock stock)
{
    public async Task Renew(Reservation reservation, IReceived causedBy, CancellationToken ct)
    {
        if (await stock.TryReserve(reservation.Items, ct) is { } left)
        {
            reservation.Renew(ReservationState.Reserved);
            db.Publish(new InventoryReserved(reservation.OrderId, reservation.Items, left.Of(reservation.Items)), causedBy);
            foreach (var level in left.Low)
                db.Publish(new StockLow(level.ProductId, level.Available, level.Threshold), causedBy);
            return;
        }
        reservation.Renew(ReservationState.Refused);
        db.Publish(new InventoryReservationFailed(
            reservation.OrderId, "The reservation expired and its items were sold to others.", await Missing(reservation, ct)), causedBy);
    }

    private async Task<IReadOnlyList<MissingItem>> Missing(Reservation reservation, CancellationToken ct)
    {
        var left = await stock.HoldAvailable(reservation.Items, ct);
        return
        [
            .. from item in reservation.Items
               let available = left.GetValueOrDefault(item.ProductId)
               where available < item.Quantity
               select new MissingItem(item.ProductId, item.Quantity, (int)available),
        ];
    }
}
