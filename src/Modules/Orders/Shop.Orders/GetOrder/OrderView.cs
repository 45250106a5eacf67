using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>An order as a client sees it: how it stands on three axes, and what may be done with it.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Status">pending, on_hold, confirmed, cancelled or completed.</param>
/// <param name="StatusReason">Why, as a stable code.</param>
/// <param name="PaymentStatus">How the money stands; voided when nothing was taken and nothing will be, also of an order that was cancelled before it was paid.</param>
/// <param name="FulfillmentStatus">How the goods stand.</param>
/// <param name="AllowedActions">What its customer may do with it now.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Items">What was ordered.</param>
/// <param name="Total">What it comes to.</param>
/// <param name="Refunded">What was given back.</param>
/// <param name="Payment">When the money was set aside and taken.</param>
/// <param name="ShippingAddress">Where it goes.</param>
/// <param name="FailedItems">The items for which it was cancelled.</param>
/// <param name="Shipments">Its parcels; none before it is shipped.</param>
/// <param name="PlacedAt">UTC.</param>
/// <param name="ConfirmedAt">UTC; null until it is confirmed.</param>
/// <param name="CancelledAt">UTC; null unless it is cancelled.</param>
/// <param name="CancelReason">Why its customer cancelled it, in his words; null when he did not or said nothing.</param>
/// <param name="ReturnableUntil">Until when it can be returned, UTC; null when it cannot.</param>
/// <param name="UpdatedAt">When anything of it changed last, UTC.</param>
/// <param name="Version">Grows with each change.</param>
internal sealed record OrderView(
    string OrderId, OrderStatus Status, string? StatusReason, PaymentStatus PaymentStatus, FulfillmentStatus FulfillmentStatus,
    IReadOnlyList<OrderAction> AllowedActions, string CustomerId, string Currency, IReadOnlyList<OrderLineView> Items, PriceTag Total, PriceTag Refunded,
    OrderPaymentView Payment, ShippingAddress ShippingAddress, IReadOnlyList<FailedItem> FailedItems, IReadOnlyList<OrderShipment> Shipments,
    DateTime PlacedAt, DateTime? ConfirmedAt, DateTime? CancelledAt, string? CancelReason, DateTime? ReturnableUntil, DateTime UpdatedAt, int Version)
{
    public static OrderView Of(Order order) => new(
        order.Id, order.Status, order.StatusReason, order.PaymentStatus, order.FulfillmentStatus,
        [.. order.AllowedActions], order.CustomerId, order.Currency,
        [.. order.Lines.Select(line => OrderLineView.Of(line, order.Currency))],
        new PriceTag(order.Total, order.Currency), new PriceTag(order.Payment.Refunded, order.Currency),
        new OrderPaymentView(order.Payment.AuthorisedAt, order.Payment.CapturedAt), order.ShippingAddress, order.FailedItems, order.Shipments,
        order.PlacedAt, order.FirstOf(OrderStatus.Confirmed), order.FirstOf(OrderStatus.Cancelled), order.CancelReason,
        order.State == OrderState.Delivered ? order.DeadlineAt : null, order.History[^1].At, order.Version);
}

/// <summary>A line of an order.</summary>
internal sealed record OrderLineView(string ProductId, string Name, int Quantity, PriceTag Price, PriceTag Total)
{
    public static OrderLineView Of(OrderLine line, string currency) =>
        new(line.ProductId, line.Name, line.Quantity, new PriceTag(line.Price, currency), new PriceTag(line.Price * line.Quantity, currency));
}

/// <summary>An order's payment.</summary>
/// <param name="AuthorizedAt">When the money was set aside, UTC; null when it was not.</param>
/// <param name="CapturedAt">When it was taken, UTC; null when it was not.</param>
internal sealed record OrderPaymentView(DateTime? AuthorizedAt, DateTime? CapturedAt);
