using Shop.Events;
using Shop.Inventory.Contracts;
using Shop.Payments.Contracts;
using Shop.Shipping.Contracts;
using static Shop.Orders.OrderState;
using static Shop.Orders.Emit;

namespace Shop.Orders;

/// <summary>
/// The saga, as one table. What is not in it is late or repeated and changes nothing. Compensation is one event: on
/// <c>Order Cancelled</c> every module undoes its own part, also a payment that succeeds only afterwards, and a parcel that has just left.
/// Holding an order changes nothing of what it waits for, so it is no row here: any step that it takes ends the hold. That it is held, and goes
/// on, is said beside the steps (<see cref="OrderStateMachine"/>). Nor is a return: it
/// changes what the order's customer has and paid, not where the order stands.
/// </summary>
internal static class OrderProcess
{
    /// <summary>Totals from here on are reviewed before they are charged, in major units of any currency.</summary>
    public static readonly Money ReviewedFrom = Money.FromMajor(1000);

    /// <summary>Where an order is that is neither confirmed nor cancelled yet.</summary>
    public static readonly IReadOnlyList<OrderState> Waiting = 
        [AwaitingStock, AwaitingStockAndReview, AwaitingStockAndDecision, AwaitingReview, AwaitingDecision, AwaitingPayment];

    public static readonly IReadOnlyList<Transition> Table =
    [
        //       in                        hearing                  becomes                   and says                because
        Transition.On<InventoryReserved>         (AwaitingStock,            AwaitingPayment,          PaymentRequested),
        Transition.On<InventoryReservationFailed>(AwaitingStock,            Cancelled,                OrderCancelled, "out_of_stock"),

        Transition.On<InventoryReserved>         (AwaitingStockAndReview,   AwaitingReview,           Nothing,           "awaiting_review"),
        Transition.On<FraudCheckPassed>          (AwaitingStockAndReview,   AwaitingStock,            Nothing),
        Transition.On<FraudReviewRequested>      (AwaitingStockAndReview,   AwaitingStockAndDecision, Nothing,           "fraud_review"),
        Transition.On<InventoryReservationFailed>(AwaitingStockAndReview,   Cancelled,                OrderCancelled, "out_of_stock"),
        Transition.On<FraudCheckFailed>          (AwaitingStockAndReview,   Cancelled,                OrderCancelled, "fraud_suspected"),

        Transition.On<InventoryReserved>         (AwaitingStockAndDecision, AwaitingDecision,         Nothing,           "fraud_review"),
        Transition.On<FraudCheckPassed>          (AwaitingStockAndDecision, AwaitingStock,            Nothing),
        Transition.On<InventoryReservationFailed>(AwaitingStockAndDecision, Cancelled,                OrderCancelled, "out_of_stock"),
        Transition.On<FraudCheckFailed>          (AwaitingStockAndDecision, Cancelled,                OrderCancelled, "fraud_suspected"),

        Transition.On<FraudCheckPassed>          (AwaitingReview,           AwaitingPayment,          PaymentRequested),
        Transition.On<FraudReviewRequested>      (AwaitingReview,           AwaitingDecision,         Nothing,           "fraud_review"),
        Transition.On<FraudCheckFailed>          (AwaitingReview,           Cancelled,                OrderCancelled, "fraud_suspected"),

        Transition.On<FraudCheckPassed>          (AwaitingDecision,         AwaitingPayment,          PaymentRequested),
        Transition.On<FraudCheckFailed>          (AwaitingDecision,         Cancelled,                OrderCancelled, "fraud_suspected"),

        Transition.On<PaymentProcessed>          (AwaitingPayment,          Confirmed,                OrderConfirmed),
        Transition.On<PaymentFailed>             (AwaitingPayment,          Cancelled,                OrderCancelled, "payment_declined"),

        Transition.On<OrderShipped>              (Confirmed,                Shipped,                  Nothing),
        Transition.On<OrderDelivered>            (Confirmed,                Delivered,                Nothing),
        Transition.On<OrderDelivered>            (Shipped,                  Delivered,                Nothing),
        Transition.On<DeadlinePassed>            (Delivered,                Completed,                OrderCompleted),

        // Its reservation had expired, and its items were sold meanwhile.
        Transition.On<InventoryReservationFailed>(Confirmed,                Cancelled,                OrderCancelled, "out_of_stock"),
        Transition.On<CustomerCancels>           (Confirmed,                Cancelled,                OrderCancelled, "customer_request"),
        Transition.On<OperatorCancels>           (Confirmed,                Cancelled,                OrderCancelled, "operator_decision"),
        .. Waiting.Select(state => Transition.On<CustomerCancels>(state,  Cancelled,       OrderCancelled, "customer_request")),
        .. Waiting.Select(state => Transition.On<OperatorCancels>(state,  Cancelled,       OrderCancelled, "operator_decision")),
        .. Waiting.Select(state => Transition.On<DeadlinePassed> (state,  Cancelled,       OrderCancelled, "timed_out")),
    ];

    private static readonly Dictionary<(OrderState, Type), Transition> Transitions = Table.ToDictionary(transition => (transition.From, transition.Trigger));

    /// <summary>Where an order of this total begins.</summary>
    public static OrderState First(Money total) => total >= ReviewedFrom ? AwaitingStockAndReview : AwaitingStock;

    /// <summary>The step that an order in this state takes on hearing this; null for none.</summary>
    public static Transition? Next(OrderState state, Type trigger) => Transitions.GetValueOrDefault((state, trigger));

    /// <summary>Whether the shop has made up its mind: the order is confirmed, or gone on from there, or cancelled.</summary>
    public static bool IsSettled(OrderState state) => !Waiting.Contains(state);

    /// <summary>Whether only a person or the clock could still move the order from here: it is delivered and over, or cancelled.</summary>
    public static bool IsAtRest(OrderState state) => Table.All(transition => transition.From != state || !typeof(IEvent).IsAssignableFrom(transition.Trigger));

    /// <summary>Why an order is in a state that it does not leave by itself at once; null when that needs no saying.</summary>
    public static string? ReasonOf(OrderState state) => Table.FirstOrDefault(transition => transition.To == state)?.Reason;
}

/// <summary>A row of the process.</summary>
/// <param name="From">The state that the order is in.</param>
/// <param name="Trigger">The event, or what a person or the clock says.</param>
/// <param name="To">The state that it enters.</param>
/// <param name="Emits">What it says then.</param>
/// <param name="Reason">Why it is in that state, as a stable code.</param>
internal sealed record Transition(OrderState From, Type Trigger, OrderState To, Emit Emits, string? Reason)
{
    public static Transition On<THearing>(OrderState from, OrderState to, Emit emits, string? reason = null) =>
        new(from, typeof(THearing), to, emits, reason);
}

/// <summary>The customer does not want the order any more.</summary>
internal sealed record CustomerCancels;

/// <summary>An operator ends the order in its customer's place.</summary>
internal sealed record OperatorCancels;

/// <summary>What the order waits for was not heard in time; or it can no longer be returned.</summary>
internal sealed record DeadlinePassed;
