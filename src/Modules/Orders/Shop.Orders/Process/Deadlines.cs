namespace Shop.Orders;

/// <summary>
/// How long an order waits in each state before it is cancelled, and how long it can be returned; the section <c>Orders:Deadlines</c>.
/// </summary>
internal sealed class Deadlines
{
    /// <summary>For the stock reservation.</summary>
    public TimeSpan Stock { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For the review of a large order.</summary>
    public TimeSpan Review { get; init; } = TimeSpan.FromHours(1);

    /// <summary>For an operator's decision on a large order whose review was unclear.</summary>
    public TimeSpan Decision { get; init; } = TimeSpan.FromHours(24);

    /// <summary>For the payment.</summary>
    public TimeSpan Payment { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>For returns after delivery; then the order completes.</summary>
    public TimeSpan Return { get; init; } = TimeSpan.FromDays(14);

    public TimeSpan? In(OrderState state) => state switch
    {
        OrderState.AwaitingStock or OrderState.AwaitingStockAndReview => Stock,
        OrderState.AwaitingReview => Review,
        OrderState.AwaitingDecision or OrderState.AwaitingStockAndDecision => Decision,
        OrderState.AwaitingPayment => Payment,
        OrderState.Delivered => Return,
        _ => null,
    };
}
