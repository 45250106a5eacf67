using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using static Shop.Orders.OrderState;
using static Shop.Orders.Transition;

namespace Shop.Orders;

/// <summary>
/// The order saga as one table. A trigger that is not in it is late or a duplicate and changes nothing. Compensation is one event: on
/// <c>Order Cancelled</c> every module undoes its own part, including a payment that succeeds afterwards and a parcel already in transit.
/// A hold has no row: it does not change what the order waits for, and any transition ends it; <see cref="OrderStateMachine"/> publishes
/// it. Returns have no row either: they change what the customer has and paid, not the state of the order.
/// </summary>
internal static class OrderProcess
{
    /// <summary>Orders from this total on are reviewed before they are charged; in major units of any currency.</summary>
    public static readonly Money ReviewedFrom = Money.FromMajor(1000);

    /// <summary>The states of an order that is neither confirmed nor cancelled yet.</summary>
    public static readonly IReadOnlyList<OrderState> Waiting = 
        [AwaitingStock, AwaitingStockAndReview, AwaitingStockAndDecision, AwaitingReview, AwaitingDecision, AwaitingPayment];

    public static readonly IReadOnlyList<Transition> Table =
    [
        // trigger                    from                      to                        emits                  reason
        On<InventoryReserved>         (AwaitingStock,            AwaitingPayment,          Emit.PaymentRequested),
        On<InventoryReservationFailed>(AwaitingStock,            Cancelled,                Emit.OrderCancelled,  "out_of_stock"),

        On<InventoryReserved>         (AwaitingStockAndReview,   AwaitingReview,           Emit.Nothing,         "awaiting_review"),
        On<FraudCheckPassed>          (AwaitingStockAndReview,   AwaitingStock,            Emit.Nothing),
        On<FraudReviewRequested>      (AwaitingStockAndReview,   AwaitingStockAndDecision, Emit.Nothing,         "fraud_review"),
        On<InventoryReservationFailed>(AwaitingStockAndReview,   Cancelled,                Emit.OrderCancelled,  "out_of_stock"),
        On<FraudCheckFailed>          (AwaitingStockAndReview,   Cancelled,                Emit.OrderCancelled,  "fraud_suspected"),

        On<InventoryReserved>         (AwaitingStockAndDecision, AwaitingDecision,         Emit.Nothing,         "fraud_review"),
        On<FraudCheckPassed>          (AwaitingStockAndDecision, AwaitingStock,            Emit.Nothing),
        On<InventoryReservationFailed>(AwaitingStockAndDecision, Cancelled,                Emit.OrderCancelled,  "out_of_stock"),
        On<FraudCheckFailed>          (AwaitingStockAndDecision, Cancelled,                Emit.OrderCancelled,  "fraud_suspected"),

        On<FraudCheckPassed>          (AwaitingReview,           AwaitingPayment,          Emit.PaymentRequested),
        On<FraudReviewRequested>      (AwaitingReview,           AwaitingDecision,         Emit.Nothing,         "fraud_review"),
        On<FraudCheckFailed>          (AwaitingReview,           Cancelled,                Emit.OrderCancelled,  "fraud_suspected"),

        On<FraudCheckPassed>          (AwaitingDecision,         AwaitingPayment,          Emit.PaymentRequested),
        On<FraudCheckFailed>          (AwaitingDecision,         Cancelled,                Emit.OrderCancelled,  "fraud_suspected"),

        On<PaymentProcessed>          (AwaitingPayment,          Confirmed,                Emit.OrderConfirmed),
        On<PaymentFailed>             (AwaitingPayment,          Cancelled,                Emit.OrderCancelled,  "payment_declined"),

        On<OrderShipped>              (Confirmed,                Shipped,                  Emit.Nothing),
        On<OrderDelivered>            (Confirmed,                Delivered,                Emit.Nothing),
        On<OrderDelivered>            (Shipped,                  Delivered,                Emit.Nothing),
        On<DeadlinePassed>            (Delivered,                Completed,                Emit.OrderCompleted),

        // The reservation expired and its items were sold to others.
        On<InventoryReservationFailed>(Confirmed,                Cancelled,                Emit.OrderCancelled,  "out_of_stock"),

        On<CustomerCancels>           (Confirmed,                Cancelled,                Emit.OrderCancelled,  "customer_request"),
        On<OperatorCancels>           (Confirmed,                Cancelled,                Emit.OrderCancelled,  "operator_decision"),
        .. Waiting.Select(state => On<CustomerCancels>(state,    Cancelled,                Emit.OrderCancelled,  "customer_request")),
        .. Waiting.Select(state => On<OperatorCancels>(state,    Cancelled,                Emit.OrderCancelled,  "operator_decision")),
        .. Waiting.Select(state => On<DeadlinePassed> (state,    Cancelled,                Emit.OrderCancelled,  "timed_out")),
    ];

    private static readonly Dictionary<(OrderState, Type), Transition> Transitions =
        Table.ToDictionary(transition => (transition.From, transition.Trigger));

    /// <summary>The first state of an order with this total.</summary>
    public static OrderState First(Money total) => total >= ReviewedFrom ? AwaitingStockAndReview : AwaitingStock;

    /// <summary>The transition for a state and a trigger; null for none.</summary>
    public static Transition? Next(OrderState state, Type trigger) => Transitions.GetValueOrDefault((state, trigger));

    /// <summary>Whether the order is decided: confirmed or later, or cancelled.</summary>
    public static bool IsSettled(OrderState state) => !Waiting.Contains(state);

    /// <summary>Whether no event can move the order any more, only a person or the clock: delivered, completed or cancelled.</summary>
    public static bool IsAtRest(OrderState state) =>
        Table.All(transition => transition.From != state || !typeof(IEvent).IsAssignableFrom(transition.Trigger));

    /// <summary>The reason of an order that waits because an event could not be delivered.</summary>
    public const string DeliveryFailed = "event_delivery_failed";

    /// <summary>Every reason that an order can have.</summary>
    public static IReadOnlyList<string> Reasons { get; } =
        [.. Table.Select(transition => transition.Reason).OfType<string>().Append(DeliveryFailed).Distinct()];

    /// <summary>The reason shown for a state; null when it has none.</summary>
    public static string? ReasonOf(OrderState state) => Table.FirstOrDefault(transition => transition.To == state)?.Reason;
}

/// <summary>A row of the process.</summary>
/// <param name="From">The state the order is in.</param>
/// <param name="Trigger">The event, or the action of a person or the clock.</param>
/// <param name="To">The state it enters.</param>
/// <param name="Emits">What it publishes.</param>
/// <param name="Reason">The reason for the new state, a stable code.</param>
internal sealed record Transition(OrderState From, Type Trigger, OrderState To, Emit Emits, string? Reason)
{
    public static Transition On<TTrigger>(OrderState from, OrderState to, Emit emits, string? reason = null) =>
        new(from, typeof(TTrigger), to, emits, reason);
}

/// <summary>The customer cancels the order.</summary>
internal sealed record CustomerCancels;

/// <summary>An operator cancels the order for the customer.</summary>
internal sealed record OperatorCancels;

/// <summary>The awaited event did not arrive in time, or the return window has closed.</summary>
internal sealed record DeadlinePassed;
