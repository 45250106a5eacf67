using Shop.Orders.Contracts;
using Shop.Web;

namespace Shop.Orders;

/// <summary>An order as a client sees it: three statuses and the allowed actions.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Status">pending, on_hold, confirmed, cancelled or completed.</param>
/// <param name="StatusReason">Why it has this status, a stable code; null when nothing needs a reason.</param>
/// <param name="PaymentStatus">The payment status; voided when nothing was or will be captured, including orders cancelled before
/// payment.</param>
/// <param name="FulfillmentStatus">The shipping status.</param>
/// <param name="AllowedActions">What the customer can do with it now.</param>
/// <param name="CustomerId">Who ordered.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Items">What was ordered.</param>
/// <param name="Total">The order total.</param>
/// <param name="Refunded">The refunded amount.</param>
/// <param name="Payment">When the payment was authorised and captured.</param>
/// <param name="ShippingAddress">The destination.</param>
/// <param name="FailedItems">The items that caused the cancellation.</param>
/// <param name="Shipments">Its parcels; empty until shipped.</param>
/// <param name="PlacedAt">UTC.</param>
/// <param name="ConfirmedAt">UTC; null until confirmed.</param>
/// <param name="CancelledAt">UTC; null unless cancelled.</param>
/// <param name="CancelReason">The customer's reason for cancelling; null if none was given.</param>
/// <param name="ReturnableUntil">The end of the return window, UTC; null when it cannot be returned.</param>
/// <param name="UpdatedAt">When it last changed, UTC.</param>
/// <param name="Version">Increases with each change.</param>
internal sealed record OrderView(
    string OrderId, OrderStatus Status, [property: StatusReason] string? StatusReason, PaymentStatus PaymentStatus, FulfillmentStatus FulfillmentStatus,
    IReadOnlyList<OrderAction> AllowedActions, string CustomerId, string Currency, IReadOnlyList<OrderLineView> Items, PriceTag Total,
    PriceTag Refunded,
    OrderPaymentView Payment, ShippingAddress ShippingAddress,
    IReadOnlyList<FailedItem> FailedItems, IReadOnlyList<OrderShipment> Shipments,
    DateTime PlacedAt, DateTime? ConfirmedAt, DateTime? CancelledAt, string? CancelReason, DateTime? ReturnableUntil, DateTime UpdatedAt,
    int Version)
{
    public static OrderView Of(Order order) => new(
        order.Id, order.Status, order.StatusReason, order.PaymentStatus, order.FulfillmentStatus,
        [.. order.AllowedActions], order.CustomerId, order.Currency,
        [.. order.Lines.Select(line => OrderLineView.Of(line, order.Currency))],
        new PriceTag(order.Total, order.Currency), new PriceTag(order.Payment.Refunded, order.Currency),
        new OrderPaymentView(order.Payment.AuthorisedAt, order.Payment.CapturedAt), order.ShippingAddress, order.FailedItems,
        order.Shipments,
        order.PlacedAt, order.FirstOf(OrderStatus.Confirmed), order.FirstOf(OrderStatus.Cancelled), order.CancelReason,
        order.State == OrderState.Delivered ? order.DeadlineAt : null, order.History[^1].At, order.Version);
}

/// <summary>A line of an order.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">Its name when it was ordered.</param>
/// <param name="Quantity">The quantity.</param>
/// <param name="Price">The unit price when it was ordered.</param>
/// <param name="Total">The line total.</param>
internal sealed record OrderLineView(string ProductId, string Name, int Quantity, PriceTag Price, PriceTag Total)
{
    public static OrderLineView Of(OrderLine line, string currency) =>
        new(line.ProductId, line.Name, line.Quantity, new PriceTag(line.Price, currency),
            new PriceTag(line.Price * line.Quantity, currency));
}

/// <summary>An order's payment.</summary>
/// <param name="AuthorizedAt">When it was authorised, UTC; null if it was not.</param>
/// <param name="CapturedAt">When it was captured, UTC; null if it was not.</param>
internal sealed record OrderPaymentView(DateTime? AuthorizedAt, DateTime? CapturedAt);
