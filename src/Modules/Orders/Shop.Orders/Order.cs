using Shop.Events;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>An order. The table in <see cref="OrderProcess"/> decides its state changes.</summary>
internal sealed class Order
{
    public required string Id { get; init; }

    public required string CustomerId { get; init; }

    public required string Email { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>The sum of the lines, minor units.</summary>
    public required long Total { get; init; }

    public required ShippingAddress ShippingAddress { get; init; }

    /// <summary>The payment provider's token for the card; cleared once the order is confirmed or cancelled.</summary>
    public required string PaymentToken { get; set; }

    public required DateTime PlacedAt { get; init; }

    public OrderState State { get; private set; }

    /// <summary>The reason for the status, a stable code; null when there is none.</summary>
    public string? StatusReason { get; private set; }

    /// <summary>
    /// The customer's reason for cancelling; null if none. Not published, because free text may be personal and other modules store events.
    /// </summary>
    public string? CancelReason { get; set; }

    /// <summary>The items that caused the cancellation.</summary>
    public IReadOnlyList<FailedItem> FailedItems { get; private set; } = [];

    /// <summary>When a waiting order times out or a delivered one completes; null when there is no deadline.</summary>
    public DateTime? DeadlineAt { get; private set; }

    /// <summary>Every status so far, oldest first; streams send these.</summary>
    public IReadOnlyList<StatusChange> History { get; private set; } = [];

    /// <summary>Increases with each change; the second of two concurrent changes fails.</summary>
    public int Version { get; private set; }

    /// <summary>When it was put on hold, UTC; null when it is not.</summary>
    public DateTime? HeldSince { get; private set; }

    public OrderPayment Payment { get; private set; } = new();

    public IReadOnlyList<OrderShipment> Shipments { get; private set; } = [];

    /// <summary>Claimed and accepted returns, by product.</summary>
    public IReadOnlyList<ReturnedProduct> Returned { get; private set; } = [];

    public OrderStatus Status => HeldSince is null ? State.Status() : OrderStatus.OnHold;

    public PaymentStatus PaymentStatus => Payment.Status(Total, cancelled: State == OrderState.Cancelled);

    public FulfillmentStatus FulfillmentStatus =>
        State.Fulfillment() is FulfillmentStatus.Delivered && IsAllReturned ? FulfillmentStatus.Returned : State.Fulfillment();

    /// <summary>What the customer can do with it now.</summary>
    public IEnumerable<OrderAction> AllowedActions
    {
        get
        {
            if (OrderProcess.Next(State, typeof(CustomerCancels)) is not null)
                yield return OrderAction.Cancel;
            if (State == OrderState.Delivered && Lines.Any(line => LeftToReturn(line.ProductId) > 0))
                yield return OrderAction.Return;
        }
    }

    /// <summary>When it first entered a status, UTC; null if never.</summary>
    public DateTime? FirstOf(OrderStatus status) => History.FirstOrDefault(change => change.Status == status)?.At;

    private bool IsAllReturned =>
        Lines.All(line => Returned.Any(back => back.ProductId == line.ProductId && back.Accepted >= line.Quantity));

    /// <summary>Starts the process for a new order.</summary>
    public void Start(OrderState state, DateTime now, TimeSpan? timeout) => Enter(state, null, now, timeout);

    /// <summary>Enters a state of the process.</summary>
    public void Enter(OrderState state, string? reason, DateTime now, TimeSpan? timeout)
    {
        State = state;
        HeldSince = null;
        DeadlineAt = now + timeout;
        if (OrderProcess.IsSettled(state))
            PaymentToken = "";
        Note(reason, now);
    }

    /// <summary>
    /// Puts the order on hold: it stays in its state without a deadline until an operator decides or the awaited event arrives.
    /// </summary>
    public void Hold(string reason, DateTime now)
    {
        HeldSince = now;
        DeadlineAt = null;
        Note(reason, now);
    }

    /// <summary>Records a change that is not a state change.</summary>
    public void Change(DateTime now) => Note(StatusReason, now);

    private void Note(string? reason, DateTime now)
    {
        StatusReason = reason;
        Version++;
        History = [.. History, new StatusChange(Version, Status, reason, now, PaymentStatus, FulfillmentStatus)];
    }

    /// <summary>Records the items that were short.</summary>
    public void RecordShortage(IReadOnlyList<FailedItem> items) => FailedItems = items;

    /// <summary>Records its payment.</summary>
    public void RecordPayment(OrderPayment payment) => Payment = payment;

    /// <summary>Records one of its parcels.</summary>
    public void RecordShipment(string shipmentId, Func<OrderShipment, OrderShipment> more)
    {
        var known = Shipments.FirstOrDefault(shipment => shipment.ShipmentId == shipmentId) ?? new OrderShipment(shipmentId);
        Shipments = [.. Shipments.Where(shipment => shipment.ShipmentId != shipmentId), more(known)];
    }

    /// <summary>The delivered quantity of a product that no return claims yet.</summary>
    public int LeftToReturn(string productId) =>
        (Lines.FirstOrDefault(line => line.ProductId == productId)?.Quantity ?? 0) - (Of(productId)?.Claimed ?? 0);

    /// <summary>Adds claimed and accepted quantities; negative when a claim is refused.</summary>
    public void CountReturned(string productId, int claimed, int accepted)
    {
        var known = Of(productId) ?? new ReturnedProduct(productId, 0, 0);
        Returned =
        [
            .. Returned.Where(back => back.ProductId != productId),
            known with { Claimed = known.Claimed + claimed, Accepted = known.Accepted + accepted },
        ];
    }

    private ReturnedProduct? Of(string productId) => Returned.FirstOrDefault(back => back.ProductId == productId);

    public OrderCreated Created() => new(Id, CustomerId, Email, Items(), new Money(Total), Currency, ShippingAddress);

    /// <summary>Its lines as events carry them.</summary>
    public IReadOnlyList<OrderItem> Items() =>
        [.. Lines.Select(line => new OrderItem(line.ProductId, line.Quantity, new Money(line.Price)))];
}

/// <summary>A line of an order.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">Its name at that time.</param>
/// <param name="Quantity">The quantity.</param>
/// <param name="Price">The unit price at that time, minor units.</param>
internal sealed record OrderLine(string ProductId, string Name, int Quantity, long Price);

/// <summary>A product that was short of stock.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Requested">The ordered quantity.</param>
/// <param name="Available">The quantity that was available.</param>
internal sealed record FailedItem(string ProductId, int Requested, int Available);

/// <summary>The quantity of a product in returns that were not refused, and the quantity accepted.</summary>
internal sealed record ReturnedProduct(string ProductId, int Claimed, int Accepted);

/// <summary>A status that an order entered.</summary>
/// <param name="Version">The order's version, used as the event id of a stream.</param>
/// <param name="Status">The status.</param>
/// <param name="Reason">The reason, a stable code.</param>
/// <param name="At">When, UTC.</param>
/// <param name="PaymentStatus">The payment status.</param>
/// <param name="FulfillmentStatus">The shipping status.</param>
internal sealed record StatusChange(
    int Version, OrderStatus Status, [property: StatusReason] string? Reason, DateTime At,
    PaymentStatus PaymentStatus = PaymentStatus.Pending, FulfillmentStatus FulfillmentStatus = FulfillmentStatus.Unfulfilled);
