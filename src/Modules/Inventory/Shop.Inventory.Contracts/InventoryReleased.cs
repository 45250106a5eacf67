using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>What was set aside for an order can be sold again.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Items">What was given back.</param>
/// <param name="Stock">How many there are of these products then; missing in events from before that was told.</param>
[Event("com.shop.inventory", "Inventory Released")]
public sealed record InventoryReleased(
    [OrderId] string OrderId, IReadOnlyList<ReservedItem> Items, IReadOnlyList<ProductStock>? Stock = null) : IEvent
{
    string IEvent.Subject => OrderId;
}
