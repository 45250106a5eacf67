namespace Shop.Orders;

/// <summary>Where an order stands in the process: what it waits for.</summary>
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

/// <summary>What a shopper is told of where an order stands.</summary>
internal enum OrderStatus
{
    Pending,
    OnHold,
    Confirmed,
    Cancelled,
    Completed,
}

/// <summary>What a shopper is told of the money.</summary>
internal enum PaymentStatus
{
    /// <summary>Not asked for yet, or not answered.</summary>
    Pending,

    /// <summary>Set aside.</summary>
    Authorized,

    /// <summary>Taken.</summary>
    Paid,

    /// <summary>Declined.</summary>
    Failed,

    /// <summary>Some of it was given back.</summary>
    PartiallyRefunded,

    /// <summary>All of it was given back.</summary>
    Refunded,

    /// <summary>Nothing was taken and nothing will be: it was set free, or the order was cancelled before it was set aside.</summary>
    Voided,
}

/// <summary>What a shopper is told of the goods.</summary>
internal enum FulfillmentStatus
{
    Unfulfilled,
    Preparing,
    Shipped,
    Delivered,
    Returned,
}

/// <summary>What a shopper may do with an order now.</summary>
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
