using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>More of a product can be sold.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">How many more.</param>
/// <param name="Stock">How many there are then; missing in events from before that was told.</param>
[Event("com.shop.inventory", "Stock Replenished")]
public sealed record StockReplenished([ProductId] string ProductId, [Minimum(1, Example = 120)] int Quantity, ProductStock? Stock = null) : IEvent
{
    string IEvent.Subject => ProductId;
}
