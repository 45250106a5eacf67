using Shop.Inventory.Contracts;
using Shop.Messaging;
using Shop.Orders.Contracts;

namespace Shop.Inventory;

/// <summary>Sets aside what orders ask for, an order's items all or none, first come first served.</summary>
internal sealed class ReserveStock(InventoryDb db, Stock stock) : IHandleMany<OrderCreated>
{
    public async Task Handle(IReadOnlyList<Heard<OrderCreated>> heard, CancellationToken ct)
    {
        var asking = heard.DistinctBy(order => order.Event.OrderId).Select(order => new Asking(order, ItemsOf(order.Event))).ToList();
        var first = await db.EnterReserved(asking, ct);
        asking.RemoveAll(order => !first.Contains(order.Id));
        if (asking.Count == 0)
            return;
        if (await stock.TryReserve(asking.SelectMany(order => order.Items), ct))
            asking.ForEach(Reserved);
        else
            await ReserveWhatFits(asking, ct);
    }

    /// <summary>There is not enough for all: holds the products, sees order by order whether it still fits, and takes what does.</summary>
    private async Task ReserveWhatFits(List<Asking> asking, CancellationToken ct)
    {
        var left = await stock.HoldAvailable(asking.SelectMany(order => order.Items), ct);
        var fitting = new List<ReservedItem>();
        var refused = new List<string>();
        foreach (var order in asking)
        {
            var missing = order.MissingFrom(left);
            if (missing.Count > 0)
            {
                refused.Add(order.Id);
                Refused(order, missing);
                continue;
            }
            foreach (var item in order.Items)
                left[item.ProductId] -= item.Quantity;
            fitting.AddRange(order.Items);
            Reserved(order);
        }
        if (fitting.Count > 0 && !await stock.TryReserve(fitting, ct))
            throw new InvalidOperationException("Stock changed while its rows were held. The orders are tried again; report this if it repeats.");
        await db.Refuse(refused, ct);
    }

    private void Reserved(Asking order) => db.Publish(new InventoryReserved(order.Id, order.Items), because: order.Heard);

    private void Refused(Asking order, IReadOnlyList<MissingItem> missing) =>
        db.Publish(new InventoryReservationFailed(order.Id, "There are too few of some items.", missing), because: order.Heard);

    private static List<ReservedItem> ItemsOf(OrderCreated order) =>
        [.. order.Items.GroupBy(item => item.ProductId, item => item.Quantity).Select(line => new ReservedItem(line.Key, line.Sum()))];
}
