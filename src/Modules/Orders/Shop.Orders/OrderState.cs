namespace Shop.Orders;

/// <summary>The state of an order in the process: what it waits for.</summary>
internal enum OrderState
{
    AwaitingStock,
    AwaitingStockAndReview,
    AwaitingStockAndDecision,
    AwaitingReview,
    AwaitingDecision,
    AwaitingPayment,
    Confirmed,
    Shipped,
    Delivered,
    Completed,
    Cancelled,
}

/// <summary>The order status shown to customers.</summary>
internal enum OrderStatus
{
    Pending,
    OnHold,
    Confirmed,
    Cancelled,
    Completed,
}

/// <summary>The payment status shown to customers.</summary>
internal enum PaymentStatus
{
    /// <summary>Not requested yet, or no result yet.</summary>
    Pending,

    /// <summary>The amount is authorised.</summary>
    Authorized,

    /// <summary>The amount is captured.</summary>
    Paid,

    /// <summary>Declined.</summary>
    Failed,

    /// <summary>Part of the amount is refunded.</summary>
    PartiallyRefunded,

    /// <summary>The whole amount is refunded.</summary>
    Refunded,

    /// <summary>Nothing was or will be captured: voided, or cancelled before authorisation.</summary>
    Voided,
}

/// <summary>The shipping status shown to customers.</summary>
internal enum FulfillmentStatus
{
    Unfulfilled,
    Preparing,
    Shipped,
    Delivered,
    Returned,
}

/// <summary>What a customer can do with an order now.</summary>
internal enum OrderAction
{
    Cancel,
    Return,
}

internal static class OrderStates
{
    public static OrderStatus Status(this OrderState state) => state switch
    {
        OrderState.AwaitingReview or OrderState.AwaitingDecision or OrderState.AwaitingStockAndDecision => OrderStatus.OnHold,
        OrderState.Confirmed or OrderState.Shipped or OrderState.Delivered => OrderStatus.Confirmed,
        OrderState.Completed => OrderStatus.Completed,
        OrderState.Cancelled => OrderStatus.Cancelled,
        _ => OrderStatus.Pending,
    };

    public static FulfillmentStatus Fulfillment(this OrderState state) => state switch
    {
        OrderState.Confirmed => FulfillmentStatus.Preparing,
        OrderState.Shipped => FulfillmentStatus.Shipped,
        OrderState.Delivered or OrderState.Completed => FulfillmentStatus.Delivered,
        _ => FulfillmentStatus.Unfulfilled,
    };
}
