using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>
/// Fewer of a product can be sold than its threshold. Said when that begins to be so, and again only after there were enough meanwhile.
/// </summary>
/// <param name="ProductId">The product.</param>
/// <param name="Available">How many can be sold.</param>
/// <param name="Threshold">How many there should be at least.</param>
[Event("com.shop.inventory", "Stock Low")]
public sealed record StockLow([ProductId] string ProductId, [Minimum(0, Example = 9)] long Available, [Minimum(1, Example = 10)] long Threshold) : IEvent
{
    string IEvent.Subject => ProductId;
}
