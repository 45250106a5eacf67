namespace Shop.Orders;

/// <summary>The response to a request, saved in the order's transaction: the same key returns the same response.</summary>
internal sealed class StoredResponse
{
    public required string IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the request: a different body under the same key is rejected.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The response body, JSON.</summary>
    public required string Body { get; init; }

    public required DateTime CreatedAt { get; init; }
}
