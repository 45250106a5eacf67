using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>All of an order's items are set aside.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Items">What was set aside.</param>
/// <param name="Stock">What is left of these products; missing in events from before that was told.</param>
[Event("com.shop.inventory", "Inventory Reserved")]
public sealed record InventoryReserved(
    [OrderId] string OrderId, IReadOnlyList<ReservedItem> Items, IReadOnlyList<ProductStock>? Stock = null) : IEvent
{
    string IEvent.Subject => OrderId;
}

/// <summary>A number of one product.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">How many.</param>
public sealed record ReservedItem([ProductId] string ProductId, [Minimum(1, Example = 2)] int Quantity);
