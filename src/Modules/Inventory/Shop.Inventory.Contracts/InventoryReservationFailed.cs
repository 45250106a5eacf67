using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>An order's items could not all be set aside, so none was.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reason">In words.</param>
/// <param name="FailedItems">The items that there are too few of.</param>
[Event("com.shop.inventory", "Inventory Reservation Failed")]
public sealed record InventoryReservationFailed(
    [OrderId] string OrderId, [Length(1, 1000, Example = "There are too few of some items.")] string Reason, IReadOnlyList<MissingItem> FailedItems) : IEvent
{
    string IEvent.Subject => OrderId;
}

/// <summary>A product that there are too few of.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Requested">How many were ordered.</param>
/// <param name="Available">How many there were.</param>
public sealed record MissingItem([ProductId] string ProductId, [Minimum(1, Example = 3)] int Requested, [Minimum(0, Example = 2)] int Available);
