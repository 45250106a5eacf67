using Shop.Catalog.Contracts;
using Shop.Inventory.Contracts;

namespace Shop.Orders;

/// <summary>
/// Updates available stock for quotes. The highest revision wins, so events may arrive in any order. A new product has none until Inventory
/// publishes its opening stock.
/// </summary>
internal sealed class UpdateStock(StockOfBatch batch) :
    IHandleMany<ProductListed>, IHandleMany<InventoryReserved>, IHandleMany<InventoryReleased>,
    IHandleMany<StockReplenished>, IHandleMany<StockAdjusted>
{
    public Task Handle(IReadOnlyList<Received<ProductListed>> received, CancellationToken ct) =>
        Update(received.Select(listed => new ProductStock(listed.Event.ProductId, 0, 0)));

    public Task Handle(IReadOnlyList<Received<InventoryReserved>> received, CancellationToken ct) =>
        Update(received.SelectMany(reserved => reserved.Event.Stock ?? []));

    public Task Handle(IReadOnlyList<Received<InventoryReleased>> received, CancellationToken ct) =>
        Update(received.SelectMany(released => released.Event.Stock ?? []));

    public Task Handle(IReadOnlyList<Received<StockReplenished>> received, CancellationToken ct) =>
        Update(received.Select(more => more.Event.Stock));

    public Task Handle(IReadOnlyList<Received<StockAdjusted>> received, CancellationToken ct) =>
        Update(received.Select(adjusted => adjusted.Event.Stock));

    private Task Update(IEnumerable<ProductStock?> changes)
    {
        foreach (var stock in changes.OfType<ProductStock>())
            batch.Add(stock);
        return Task.CompletedTask;
    }
}
