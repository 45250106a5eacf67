using Shop.Events;

namespace Shop.Inventory.Contracts;

/// <summary>An order's items could not all be set aside, so none was.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reason">In words.</param>
/// <param name="FailedItems">The items that there are too few of.</param>
[Event("com.shop.inventory", "Inventory Reservation Failed")]
public sealed record InventoryReservationFailed(string OrderId, string Reason, IReadOnlyList<MissingItem> FailedItems) : IEvent
{
    string IEvent.Subject => OrderId;
}

/// <summary>A product that there are too few of.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Requested">How many were ordered.</param>
/// <param name="Available">How many there were.</param>
public sealed record MissingItem(string ProductId, int Requested, int Available);
