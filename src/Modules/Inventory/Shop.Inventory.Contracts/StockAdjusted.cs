using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>More or fewer of a product can be sold than was thought: somebody has counted.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Change">How many more can be sold; below zero, how many fewer.</param>
/// <param name="Reason">Why, in the operator's words.</param>
/// <param name="Stock">How many there are then; missing in events from before that was told.</param>
[Event("com.shop.inventory", "Stock Adjusted")]
public sealed record StockAdjusted(
    [ProductId] string ProductId, [Minimum(long.MinValue, Example = -2)] long Change, [Length(1, 200, Example = "Two were broken.")] string Reason,
    ProductStock? Stock = null) : IEvent
{
    string IEvent.Subject => ProductId;
}
