namespace Shop.Payments;

/// <summary>What came of the review of a large order.</summary>
internal enum FraudVerdict
{
    /// <summary>It may be charged.</summary>
    Passed,

    /// <summary>It must not be charged.</summary>
    Refused,

    /// <summary>The rules cannot tell: an operator decides.</summary>
    Unclear,

    /// <summary>The order was cancelled before anybody decided.</summary>
    Closed,
}

/// <summary>That an order has been reviewed, and how: an order is reviewed once, and what was unclear is decided once.</summary>
internal sealed class FraudReview
{
    public required string OrderId { get; init; }

    public required string CustomerId { get; init; }

    /// <summary>Where the order goes, ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }

    /// <summary>Minor units.</summary>
    public required long Total { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    public required FraudVerdict Verdict { get; set; }

    /// <summary>Why it was refused or is unclear, in words, and what an operator added; empty when it passed at once.</summary>
    public required IReadOnlyList<string> Reasons { get; set; }

    /// <summary>UTC; null when it was reviewed before that was noted.</summary>
    public required DateTime? ReviewedAt { get; init; }

    /// <summary>The operator who decided; null when none had to.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime? DecidedAt { get; private set; }

    /// <summary>An operator decides what was unclear; false when it is not.</summary>
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
