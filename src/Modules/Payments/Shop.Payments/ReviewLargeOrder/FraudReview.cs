namespace Shop.Payments;

/// <summary>That an order has been reviewed, and how: an order is reviewed once.</summary>
internal sealed class FraudReview
{
    public required string OrderId { get; init; }

    /// <summary>Why it was refused, in words; empty when it passed.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}
