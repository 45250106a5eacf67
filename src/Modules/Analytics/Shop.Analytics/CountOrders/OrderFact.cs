namespace Shop.Analytics;

/// <summary>
/// The facts of one event about an order; unknown ones are null. Each property is a column of the table <c>orders</c>. Times are
/// microseconds since 1970 UTC, amounts minor units.
/// </summary>
internal sealed record OrderFact(string OrderId)
{
    public string? Currency { get; init; }

    public string? Country { get; init; }

    public long? Total { get; init; }

    public long? CreatedAt { get; init; }

    public long? ReservedAt { get; init; }

    public long? OutOfStockAt { get; init; }

    public long? PaidAt { get; init; }

    public long? Paid { get; init; }

    public long? CapturedAt { get; init; }

    public long? Captured { get; init; }

    public long? DeclinedAt { get; init; }

    public long? ConfirmedAt { get; init; }

    public long? ShippedAt { get; init; }

    public long? DeliveredAt { get; init; }

    public long? CancelledAt { get; init; }
}

/// <summary>The ordered quantity of one product.</summary>
internal sealed record LineFact(string OrderId, string ProductId, long Quantity);

/// <summary>A refund, by its business key.</summary>
internal sealed record RefundFact(string RefundId, string OrderId, long At, long Amount, string Currency);
