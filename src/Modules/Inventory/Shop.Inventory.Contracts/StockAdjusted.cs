using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>A stock count changed the quantity available for sale.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Change">The change of the available quantity; negative for a decrease.</param>
/// <param name="Reason">The operator's reason.</param>
/// <param name="Stock">The resulting stock; absent in events published before this field existed.</param>
[Event("com.shop.inventory", "Stock Adjusted")]
public sealed record StockAdjusted(
    [ProductId] string ProductId, [Minimum(long.MinValue, Example = -2)] long Change,
    [Length(1, 200, Example = "Two were broken.")] string Reason,
    ProductStock? Stock = null) : IEvent
{
    string IEvent.Subject => ProductId;
}
