using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>The available stock of a product increased.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">The added quantity.</param>
/// <param name="Stock">The resulting stock; absent in events published before this field existed.</param>
[Event("com.shop.inventory", "Stock Replenished")]
public sealed record StockReplenished(
    [ProductId] string ProductId, [Minimum(1, Example = 120)] int Quantity, ProductStock? Stock = null) : IEvent
{
    string IEvent.Subject => ProductId;
}
