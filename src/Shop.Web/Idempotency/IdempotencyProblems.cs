namespace Shop.Web;

/// <summary>Problem codes of the Idempotency-Key header.</summary>
public static class IdempotencyProblems
{
    /// <summary>The header is missing.</summary>
    public static readonly ProblemCode KeyMissing = new("idempotency_key_missing", 400, "The Idempotency-Key header is missing",
        "This operation changes something, so a retry must be distinguishable from a new request. Send a header Idempotency-Key with " +
        "a new random value (a UUID) for each request, and the same value with each retry.");

    /// <summary>The header is not a valid key.</summary>
    public static readonly ProblemCode KeyMalformed = new("idempotency_key_malformed", 400, "The Idempotency-Key header is malformed",
        "A key is one value of 1 to 255 visible ASCII characters without spaces, bare or in double quotes, such as a UUID.");

    /// <summary>The first request with this key is in progress.</summary>
    public static readonly ProblemCode KeyInUse = new("idempotency_key_in_use", 409, "The first request with this key is in progress",
        "The first request with this key is not finished. Retry in a moment to get its response.");

    /// <summary>The first request is in progress: with Retry-After.</summary>
    public static Problem InUse() => Problem.Of(KeyInUse, KeyInUse.Explanation).With("Retry-After", "1");

    /// <summary>The key was used for another request.</summary>
    public static Problem Reused() => Problem.Of(KeyReused, KeyReused.Explanation);

    /// <summary>The key was used for another request.</summary>
    public static readonly ProblemCode KeyReused = new("idempotency_key_reused", 422, "This Idempotency-Key was used for another request",
        "The key was used for another operation, path or body. A new request needs a new key; a retry is the same request.");
}
