using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>The stock reserved for an order can be sold again.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Items">The released items.</param>
/// <param name="Stock">The resulting stock of these products; absent in events published before this field existed.</param>
[Event("com.shop.inventory", "Inventory Released")]
public sealed record InventoryReleased(
    [OrderId] string OrderId, IReadOnlyList<ReservedItem> Items, IReadOnlyList<ProductStock>? Stock = null) : IEvent
{
    string IEvent.Subject => OrderId;
}
