namespace Shop.Inventory;

/// <summary>An operator's change, stored with the request's key: a retry returns it.</summary>
internal sealed class StockChange
{
    public required string IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the request: a different request under the same key is rejected.</summary>
    public required string Fingerprint { get; init; }

    public required string ProductId { get; init; }

    /// <summary>The change of the available quantity; negative for a decrease.</summary>
    public required long Change { get; init; }

    /// <summary>The operator's reason.</summary>
    public required string Reason { get; init; }

    public required string Operator { get; init; }

    public required DateTime ChangedAt { get; init; }

    /// <summary>The level after the change, like the next two.</summary>
    public required long Available { get; init; }

    public required long Reserved { get; init; }

    public required long Threshold { get; init; }

    public StockResponse ToResponse() => new(ProductId, Available, Reserved, Threshold, Available < Threshold);
}
