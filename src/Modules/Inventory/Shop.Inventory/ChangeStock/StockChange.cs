namespace Shop.Inventory;

/// <summary>What an operator changed, kept with the key of the request: a repetition is answered from here.</summary>
internal sealed class StockChange
{
    public required string IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the request: another one under the same key is refused.</summary>
    public required string Fingerprint { get; init; }

    public required string ProductId { get; init; }

    /// <summary>How many more can be sold; below zero: fewer.</summary>
    public required long Change { get; init; }

    /// <summary>In the operator's words.</summary>
    public required string Reason { get; init; }

    public required string Operator { get; init; }

    public required DateTime ChangedAt { get; init; }

    /// <summary>As it became, and so do the next two.</summary>
    public required long Available { get; init; }

    public required long Reserved { get; init; }

    public required long Threshold { get; init; }

    public StockResponse ToResponse() => new(ProductId, Available, Reserved, Threshold, Available < Threshold);
}
