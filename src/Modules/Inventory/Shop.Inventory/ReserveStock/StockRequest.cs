using Shop.Inventory.Contracts;
using Shop.Orders.Contracts;

namespace Shop.Inventory;

/// <summary>A new order and its items, one per product.</summary>
internal sealed record StockRequest(Received<OrderCreated> Received, IReadOnlyList<ReservedItem> Items)
{
    public string Id => Received.Event.OrderId;

    public bool Includes(string productId) => Items.Any(item => item.ProductId == productId);

    /// <summary>The items that are short; an unknown product has no stock.</summary>
    public List<MissingItem> MissingFrom(IReadOnlyDictionary<string, long> left) =>
    [
        .. from item in Items
           let available = left.GetValueOrDefault(item.ProductId)
           where available < item.Quantity
           select new MissingItem(item.ProductId, item.Quantity, (int)available),
    ];
}
