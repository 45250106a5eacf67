namespace Shop.Messaging;

/// <summary>What is kept of a try that failed, and what becomes of the letter.</summary>
/// <param name="Cause">By what it is grouped with its like.</param>
/// <param name="Code">EventBridge's <c>ERROR_CODE</c>.</param>
/// <param name="Error">The chain of exceptions, one a line, redacted, without stack traces.</param>
/// <param name="Again">The wait until it is tried again; null when it is dead.</param>
/// <param name="Exhausted">Which limit ended its tries, EventBridge's <c>EXHAUSTED_RETRY_CONDITION</c>; null when none did.</param>
internal sealed record Failure(string Cause, string Code, string Error, TimeSpan? Again, string? Exhausted)
{
    private const int LongestError = 4_000;     // characters

    public static Failure Of(Letter letter, Exception e, BusRuntime bus)
    {
        var exhausted = IsFinal(e) ? null : e is ReturnedException returned ? returned.Exhausted : Backoff.Exhausted(letter, bus);
        var again = IsFinal(e) || exhausted is not null ? (TimeSpan?)null : Backoff.Wait(letter.Attempts, bus);
        return new Failure(Messaging.Cause.Of(e, letter.Rule.Handler), CodeOf(e), Describe(e), again, exhausted);
    }

    /// <summary>Trying again cannot help: it cannot be read, nobody is there to handle it, or its handler says so.</summary>
    private static bool IsFinal(Exception e) => Messaging.Cause.Chain(e).Any(inner => inner is FinalException);

    private static string CodeOf(Exception e) => e switch
    {
        UnreadableEventException => "INVALID_JSON",
        RefusedException refused => refused.Code,
        ReturnedException returned => returned.Code,
        RuleGoneException => "NO_RESOURCE",
        TimeoutException or OperationCanceledException => "TIMEOUT",
        _ => "ERROR_FROM_TARGET",
    };

    private static string Describe(Exception e)
    {
        var chain = Redaction.Of(string.Join('\n', Messaging.Cause.Chain(e).Select(inner => $"{inner.GetType().FullName}: {inner.Message}")));
        return chain.Length <= LongestError ? chain : chain[..LongestError] + " …";
    }
}
