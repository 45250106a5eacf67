using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>Not all of an order's items were in stock, so none is reserved.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reason">A human-readable reason.</param>
/// <param name="FailedItems">The items that are short.</param>
[Event("com.shop.inventory", "Inventory Reservation Failed")]
public sealed record InventoryReservationFailed(
    [OrderId] string OrderId, [Length(1, 1000, Example = "There are too few of some items.")] string Reason,
    IReadOnlyList<MissingItem> FailedItems) : IEvent
{
    string IEvent.Subject => OrderId;
}

/// <summary>A product that is short.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Requested">The ordered quantity.</param>
/// <param name="Available">The quantity in stock.</param>
public sealed record MissingItem(
    [ProductId] string ProductId, [Minimum(1, Example = 3)] int Requested, [Minimum(0, Example = 2)] int Available);
