using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Shop.Orders.Contracts;

namespace Shop.Shipping;

/// <summary>Records which orders exist, so that an order without parcels is told from no order. One statement for all.</summary>
internal sealed class UpdateKnownOrders(ShippingDb db) : IHandleMany<OrderCreated>
{
    public Task Handle(IReadOnlyList<Received<OrderCreated>> received, CancellationToken ct) => db.Database.ExecuteSqlRawAsync(
        db.Database.IsNpgsql()
            ? "insert into orders (order_id) select value from json_array_elements_text({0}::json) order by value on conflict do nothing"
            : "insert into orders (order_id) select value from json_each({0}) where true on conflict do nothing",
        [JsonSerializer.Serialize(received.Select(order => order.Event.OrderId))], ct);
}
