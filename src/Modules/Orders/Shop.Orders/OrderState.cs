namespace Shop.Orders;

/// <summary>Where an order stands in the process: what it waits for.</summary>
internal enum OrderState
{
    AwaitingStock,
    AwaitingStockAndReview,
    AwaitingReview,
    AwaitingPayment,
    Confirmed,
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

internal static class OrderStates
{
    public static OrderStatus Status(this OrderState state) => state switch
    {
        OrderState.AwaitingReview => OrderStatus.OnHold,
        OrderState.Confirmed => OrderStatus.Confirmed,
        OrderState.Cancelled => OrderStatus.Cancelled,
        _ => OrderStatus.Pending,
    };
}
