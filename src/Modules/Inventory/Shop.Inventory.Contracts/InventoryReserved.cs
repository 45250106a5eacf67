using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>All of an order's items are reserved.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Items">The reserved items.</param>
/// <param name="Stock">The remaining stock of these products; absent in events published before this field existed.</param>
[Event("com.shop.inventory", "Inventory Reserved")]
public sealed record InventoryReserved(
    [OrderId] string OrderId, IReadOnlyList<ReservedItem> Items, IReadOnlyList<ProductStock>? Stock = null) : IEvent
{
    string IEvent.Subject => OrderId;
}

/// <summary>A quantity of one product.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">The quantity.</param>
public sealed record ReservedItem([ProductId] string ProductId, [Minimum(1, Example = 2)] int Quantity);
