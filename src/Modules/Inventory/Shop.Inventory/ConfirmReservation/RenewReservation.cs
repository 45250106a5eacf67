using Shop.Inventory.Contracts;

namespace Shop.Inventory;

/// <summary>
/// Takes the expiry of a reservation back, because its order turns out to be confirmed: sets the items aside once more, or says that there
/// are too few by now. One by one, because it hardly ever happens.
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
            reservation.OrderId, "The reservation had expired, and its items were sold meanwhile.", await Missing(reservation, ct)), causedBy);
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
