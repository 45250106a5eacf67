using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>
/// A product's available stock fell below its threshold. Published once per crossing: again only after the stock was sufficient in between.
/// </summary>
/// <param name="ProductId">The product.</param>
/// <param name="Available">The quantity available for sale.</param>
/// <param name="Threshold">The threshold.</param>
[Event("com.shop.inventory", "Stock Low")]
public sealed record StockLow(
    [ProductId] string ProductId, [Minimum(0, Example = 9)] long Available, [Minimum(1, Example = 10)] long Threshold) : IEvent
{
    string IEvent.Subject => ProductId;
}
