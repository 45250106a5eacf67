namespace Shop.Web;

/// <summary>What can be wrong with an Idempotency-Key.</summary>
public static class IdempotencyProblems
{
    /// <summary>The header is missing.</summary>
    public static readonly ProblemCode KeyMissing = new("idempotency_key_missing", 400, "The Idempotency-Key header is missing",
        "This operation changes something, so a retry must be told from a second wish. Send a header Idempotency-Key with a fresh " +
        "random value (a UUID) for each wish, and the same value with each retry.");

    /// <summary>The header cannot be a key.</summary>
    public static readonly ProblemCode KeyMalformed = new("idempotency_key_malformed", 400, "The Idempotency-Key header is malformed",
        "A key is one value of 1 to 255 visible ASCII characters without spaces, bare or in double quotes. A UUID is a good one.");

    /// <summary>The first request with this key is still being answered.</summary>
    public static readonly ProblemCode KeyInUse = new("idempotency_key_in_use", 409, "The first request with this key is being answered",
        "The first request with this key is not finished. Send the same request again in a moment to get its answer.");

    /// <summary>The key came before with another request.</summary>
    public static readonly ProblemCode KeyReused = new("idempotency_key_reused", 422, "This Idempotency-Key was used for another request",
        "The key came before with a different body. A new wish needs a new key; a retry sends the same body.");
}
