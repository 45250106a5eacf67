using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>An order as a client sees it.</summary>
internal sealed record OrderView(
    string OrderId, OrderStatus Status, string? StatusReason, string CustomerId, string Currency, IReadOnlyList<OrderLineView> Items, PriceTag Total,
    ShippingAddress ShippingAddress, IReadOnlyList<FailedItem> FailedItems, DateTime PlacedAt, DateTime UpdatedAt, int Version)
{
    public static OrderView Of(Order order) => new(
        order.Id, order.Status, order.StatusReason, order.CustomerId, order.Currency,
        [.. order.Lines.Select(line => OrderLineView.Of(line, order.Currency))], new PriceTag(order.Total, order.Currency),
        order.ShippingAddress, order.FailedItems, order.PlacedAt, order.History[^1].At, order.Version);
}

/// <summary>A line of an order.</summary>
internal sealed record OrderLineView(string ProductId, string Name, int Quantity, PriceTag Price, PriceTag Total)
{
    public static OrderLineView Of(OrderLine line, string currency) =>
        new(line.ProductId, line.Name, line.Quantity, new PriceTag(line.Price, currency), new PriceTag(line.Price * line.Quantity, currency));
}
