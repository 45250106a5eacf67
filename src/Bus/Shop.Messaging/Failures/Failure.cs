namespace Shop.Messaging;

/// <summary>What is kept of a try that failed, and what becomes of the letter.</summary>
/// <param name="Cause">By what it is grouped with its like.</param>
/// <param name="Code">EventBridge's <c>ERROR_CODE</c>.</param>
/// <param name="Error">The chain of exceptions, one a line, redacted, without stack traces.</param>
/// <param name="RetryAfter">The wait until it is tried again; null when it is dead.</param>
/// <param name="Exhausted">Which limit ended its tries, EventBridge's <c>EXHAUSTED_RETRY_CONDITION</c>; null when none did.</param>
internal sealed record Failure(string Cause, string Code, string Error, TimeSpan? RetryAfter, string? Exhausted)
{
    private const int LongestError = 4_000;     // characters

    public static Failure Of(InboxMessage message, Exception e, BusRuntime bus)
    {
        var exhausted = IsFinal(e) ? null : e is UndeliverableException returned ? returned.Exhausted : Backoff.Exhausted(message, bus);
        var retry = IsFinal(e) || exhausted is not null ? (TimeSpan?)null : Backoff.Wait(message.Attempts, bus);
        return new Failure(Messaging.Cause.Of(e, message.Rule.Handler), CodeOf(e), Describe(e), retry, exhausted);
    }

    /// <summary>Trying again cannot help: it cannot be read, nobody is there to handle it, or its handler says so.</summary>
    private static bool IsFinal(Exception e) => Messaging.Cause.Chain(e).Any(inner => inner is NonRetryableException);

    private static string CodeOf(Exception e) => e switch
    {
        UnreadableEventException => "INVALID_JSON",
        TransportRejectedException refused => refused.Code,
        UndeliverableException returned => returned.Code,
        RuleNotFoundException => "NO_RESOURCE",
        TimeoutException or OperationCanceledException => "TIMEOUT",
        _ => "ERROR_FROM_TARGET",
    };

    private static string Describe(Exception e)
    {
        var chain = Redaction.Of(string.Join('\n', Messaging.Cause.Chain(e).Select(inner => $"{inner.GetType().FullName}: {inner.Message}")));
        return chain.Length <= LongestError ? chain : chain[..LongestError] + " …";
    }
}
