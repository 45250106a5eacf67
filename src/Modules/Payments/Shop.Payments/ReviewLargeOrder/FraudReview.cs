namespace Shop.Payments;

/// <summary>The result of the review of a large order.</summary>
internal enum FraudVerdict
{
    /// <summary>It may be charged.</summary>
    Passed,

    /// <summary>It must not be charged.</summary>
    Refused,

    /// <summary>The rules could not decide: an operator does.</summary>
    Unclear,

    /// <summary>The order was cancelled before the decision.</summary>
    Closed,
}

/// <summary>The fraud review of an order. An order is reviewed once, and an unclear review is decided once.</summary>
internal sealed class FraudReview
{
    public required string OrderId { get; init; }

    public required string CustomerId { get; init; }

    /// <summary>The destination country, ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>Minor units.</summary>
    public required long Total { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    public required FraudVerdict Verdict { get; set; }

    /// <summary>Why it was refused or is unclear, and the operator's reason; empty when it passed at once.</summary>
    public required IReadOnlyList<string> Reasons { get; set; }

    /// <summary>UTC; null for rows older than this column.</summary>
    public required DateTime? ReviewedAt { get; init; }

    /// <summary>The operator who decided; null when the rules decided.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime? DecidedAt { get; private set; }

    /// <summary>Records an operator's decision; false when the review is not unclear.</summary>
    public bool Decide(FraudVerdict verdict, string? reason, string who, DateTime now)
    {
        if (Verdict != FraudVerdict.Unclear)
            return false;
        (Verdict, DecidedBy, DecidedAt) = (verdict, who, now);
        if (reason is not null)
            Reasons = [.. Reasons, reason];
        return true;
    }
}
