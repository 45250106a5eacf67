namespace Shop.Orders;

/// <summary>How long an order waits for each step before it is given up; the section <c>Orders:Deadlines</c>.</summary>
internal sealed class Deadlines
{
    /// <summary>For its items to be set aside.</summary>
    public TimeSpan Stock { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For the review of a large order.</summary>
    public TimeSpan Review { get; init; } = TimeSpan.FromHours(1);

    /// <summary>For the payment.</summary>
    public TimeSpan Payment { get; init; } = TimeSpan.FromMinutes(15);

    public TimeSpan? In(OrderState state) => state switch
    {
        OrderState.AwaitingStock or OrderState.AwaitingStockAndReview => Stock,
        OrderState.AwaitingReview => Review,
        OrderState.AwaitingPayment => Payment,
        _ => null,
    };
}
