using Shop.Events;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>An order and what may be done to it. What it becomes, and when, is decided by the table in <see cref="OrderProcess"/>.</summary>
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

    /// <summary>What the payment provider gave for the card; empty once the order is confirmed or cancelled, since nobody needs it then.</summary>
    public required string PaymentToken { get; set; }

    public required DateTime PlacedAt { get; init; }

    public OrderState State { get; private set; }

    /// <summary>Why it is as it is, as a stable code; null while nothing needs saying.</summary>
    public string? StatusReason { get; private set; }

    /// <summary>Why its customer cancelled it, in his words; null when he did not, or said nothing. It stays here: words may be personal, and events are kept elsewhere too.</summary>
    public string? CancelReason { get; set; }

    /// <summary>The items for which it was cancelled.</summary>
    public IReadOnlyList<FailedItem> FailedItems { get; private set; } = [];

    /// <summary>When it is given up if nothing is heard, or completed when it is delivered; null when no time matters.</summary>
    public DateTime? DeadlineAt { get; private set; }

    /// <summary>Each status that it has had, oldest first: what a client follows.</summary>
    public IReadOnlyList<StatusChange> History { get; private set; } = [];

    /// <summary>Grows with each change; of two changes at once, the second is refused.</summary>
    public int Version { get; private set; }

    /// <summary>Since when it waits for a person, UTC; null when it does not.</summary>
    public DateTime? HeldSince { get; private set; }

    public OrderPayment Payment { get; private set; } = new();

    public IReadOnlyList<OrderShipment> Shipments { get; private set; } = [];

    /// <summary>What of it was claimed back and accepted back, by product.</summary>
    public IReadOnlyList<ReturnedProduct> Returned { get; private set; } = [];

    public OrderStatus Status => HeldSince is null ? State.Status() : OrderStatus.OnHold;

    public PaymentStatus PaymentStatus => Payment.Status(Total, cancelled: State == OrderState.Cancelled);

    public FulfillmentStatus FulfillmentStatus => State.Fulfillment() is FulfillmentStatus.Delivered && IsAllReturned ? FulfillmentStatus.Returned : State.Fulfillment();

    /// <summary>What its customer may do with it now.</summary>
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

    /// <summary>When it first had a status, UTC; null when it never had.</summary>
    public DateTime? FirstOf(OrderStatus status) => History.FirstOrDefault(change => change.Status == status)?.At;

    private bool IsAllReturned => Lines.All(line => Returned.Any(back => back.ProductId == line.ProductId && back.Accepted >= line.Quantity));

    /// <summary>A new order enters the process.</summary>
    public void Start(OrderState state, DateTime now, TimeSpan? timeout) => Enter(state, null, now, timeout);

    /// <summary>The order takes a step of the process.</summary>
    public void Enter(OrderState state, string? reason, DateTime now, TimeSpan? timeout)
    {
        State = state;
        HeldSince = null;
        DeadlineAt = now + timeout;
        if (OrderProcess.IsSettled(state))
            PaymentToken = "";
        Note(reason, now);
    }

    /// <summary>The order waits on for the same, but without a deadline, until a person decides or what it waits for is heard.</summary>
    public void Hold(string reason, DateTime now)
    {
        HeldSince = now;
        DeadlineAt = null;
        Note(reason, now);
    }

    /// <summary>Notes that something of it has changed, though it has taken no step.</summary>
    public void Change(DateTime now) => Note(StatusReason, now);

    private void Note(string? reason, DateTime now)
    {
        StatusReason = reason;
        Version++;
        History = [.. History, new StatusChange(Version, Status, reason, now, PaymentStatus, FulfillmentStatus)];
    }

    /// <summary>Notes what there was too little of.</summary>
    public void RecordShortage(IReadOnlyList<FailedItem> items) => FailedItems = items;

    /// <summary>Notes what is known of its payment.</summary>
    public void RecordPayment(OrderPayment payment) => Payment = payment;

    /// <summary>Notes what is known of a parcel of it.</summary>
    public void RecordPayment(string shipmentId, Func<OrderShipment, OrderShipment> more)
    {
        var known = Shipments.FirstOrDefault(shipment => shipment.ShipmentId == shipmentId) ?? new OrderShipment(shipmentId);
        Shipments = [.. Shipments.Where(shipment => shipment.ShipmentId != shipmentId), more(known)];
    }

    /// <summary>How many of a product were delivered and are neither returned nor about to be.</summary>
    public int LeftToReturn(string productId) =>
        (Lines.FirstOrDefault(line => line.ProductId == productId)?.Quantity ?? 0) - (Of(productId)?.Claimed ?? 0);

    /// <summary>Counts what is claimed back, and what of it is accepted; less than zero when a claim is refused.</summary>
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

    /// <summary>Its lines as events tell them.</summary>
    public IReadOnlyList<OrderItem> Items() => [.. Lines.Select(line => new OrderItem(line.ProductId, line.Quantity, new Money(line.Price)))];
}

/// <summary>What is ordered of one product.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Name">What it was called then.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Price">What one cost then, minor units.</param>
internal sealed record OrderLine(string ProductId, string Name, int Quantity, long Price);

/// <summary>A product that there was too little of.</summary>
internal sealed record FailedItem(string ProductId, int Requested, int Available);

/// <summary>How many of a product were asked to be taken back and not refused, and how many of these were taken back.</summary>
internal sealed record ReturnedProduct(string ProductId, int Claimed, int Accepted);

/// <summary>A status that an order entered.</summary>
/// <param name="Version">The order's version then: the id of the change in a stream.</param>
/// <param name="Status">The status.</param>
/// <param name="Reason">Why, as a stable code.</param>
/// <param name="At">When, UTC.</param>
/// <param name="PaymentStatus">How the money stood.</param>
/// <param name="FulfillmentStatus">How the goods stood.</param>
internal sealed record StatusChange(
    int Version, OrderStatus Status, string? Reason, DateTime At,
    PaymentStatus PaymentStatus = PaymentStatus.Pending, FulfillmentStatus FulfillmentStatus = FulfillmentStatus.Unfulfilled);
