using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>More of a product can be sold.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">How many more.</param>
[Event("com.shop.inventory", "Stock Replenished")]
public sealed record StockReplenished([ProductId] string ProductId, [Minimum(1, Example = 120)] int Quantity) : IEvent
{
    string IEvent.Subject => ProductId;
}
