using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;

namespace Shop.Inventory;

/// <summary>Reserves ordered items, all or none per order, first come first served.</summary>
internal sealed class ReserveStock(InventoryDb db, Stock stock, TimeProvider clock) : IHandleMany<OrderCreated>
{
    public async Task Handle(IReadOnlyList<Received<OrderCreated>> received, CancellationToken ct)
    {
        var requests = received.DistinctBy(order => order.Event.OrderId).Select(order => new StockRequest(order, ItemsOf(order.Event)))
            .ToList();
        var first = await db.EnterReserved(requests, clock.GetUtcNow().UtcDateTime, ct);
        requests.RemoveAll(order => !first.Contains(order.Id));
        if (requests.Count == 0)
            return;
        if (await stock.TryReserve([.. requests.SelectMany(order => order.Items)], ct) is { } left)
            PublishReserved(requests, left);
        else
            await ReserveWhatFits(requests, ct);
    }

    /// <summary>There is not enough for all: locks the products, checks order by order and reserves what fits.</summary>
    private async Task ReserveWhatFits(List<StockRequest> requests, CancellationToken ct)
    {
        var left = await stock.HoldAvailable(requests.SelectMany(order => order.Items), ct);
        var (fitting, refused) = (new List<StockRequest>(), new List<string>());
        foreach (var order in requests)
        {
            var missing = order.MissingFrom(left);
            if (missing.Count > 0)
            {
                refused.Add(order.Id);
                PublishFailed(order, missing);
                continue;
            }
            foreach (var item in order.Items)
                left[item.ProductId] -= item.Quantity;
            fitting.Add(order);
        }
        await db.MarkRefused(refused, ct);
        if (fitting.Count > 0)
            PublishReserved(fitting, await stock.TryReserve([.. fitting.SelectMany(order => order.Items)], ct)
                ?? throw new InvalidOperationException(
                    "Stock changed while its rows were locked. The orders are retried; report this if it repeats."));
    }

    private void PublishReserved(List<StockRequest> orders, ChangedStock left)
    {
        foreach (var order in orders)
            db.Publish(new InventoryReserved(order.Id, order.Items, left.Of(order.Items)), causedBy: order.Received);
        foreach (var level in left.Low)
            db.Publish(
                new StockLow(level.ProductId, level.Available, level.Threshold),
                causedBy: orders.Last(order => order.Includes(level.ProductId)).Received);
    }

    private void PublishFailed(StockRequest order, IReadOnlyList<MissingItem> missing) =>
        db.Publish(new InventoryReservationFailed(order.Id, "There are too few of some items.", missing), causedBy: order.Received);

    private static List<ReservedItem> ItemsOf(OrderCreated order) =>
        [.. order.Items.GroupBy(item => item.ProductId, item => item.Quantity).Select(line => new ReservedItem(line.Key, line.Sum()))];
}
