namespace Shop.Orders;

/// <summary>A request that was answered, kept with what it made, in the same transaction: the same key is given the same answer.</summary>
internal sealed class StoredResponse
{
    public required string IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the request: another body under the same key is refused.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The answer's body, JSON.</summary>
    public required string Body { get; init; }

    public required DateTime CreatedAt { get; init; }
}
