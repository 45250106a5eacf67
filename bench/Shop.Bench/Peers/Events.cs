using Shop.Events;

namespace Shop.Bench.Peers;

[Event("com.shop.orders", "Order Created")]
internal sealed record OrderCreated(Guid OrderId, int ProductId, int Quantity) : IEvent
{
    string IEvent.Subject => OrderId.ToString();
}

[Event("com.shop.inventory", "Inventory Reserved")]
internal sealed record InventoryReserved(Guid OrderId, int ProductId, int Quantity) : IEvent
{
    string IEvent.Subject => OrderId.ToString();
}
