using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;
using Shop.Messaging.Storage;
using Shop.Messaging.Transports;

namespace Shop.Messaging.Consuming;

/// <summary>Decides what a failed attempt means: its cause and code, and whether the message is retried.</summary>
internal static class FailureClassifier
{
    private const int MaxErrorLength = 4_000;     // characters

    public static Failure Classify(InboxMessage message, Exception e, BusRuntime bus)
    {
        var exhausted = IsFinal(e) ? null : e is UndeliverableException undeliverable ? undeliverable.Exhausted : Exhausted(message, bus);
        var retryAfter = IsFinal(e) || exhausted is not null ? (TimeSpan?)null : bus.RetryDelay(message.Attempts);
        return new Failure(Cause.Of(e, message.Rule.Handler), CodeOf(e), Describe(e), retryAfter, exhausted);
    }

    /// <summary>The limit of its rule's retry policy that a message has reached; null when it has attempts left.</summary>
    public static string? Exhausted(InboxMessage message, BusRuntime bus)
    {
        var policy = message.Rule.Retry;
        if (message.Attempts >= policy.Attempts)
            return "MaximumRetryAttempts";
        // A replayed event is old on purpose: only its attempts count.
        return message.Envelope.ReplayName is null && bus.Clock.GetUtcNow().UtcDateTime - message.Envelope.Metadata.Timestamp > policy.MaxAge
            ? "MaximumEventAgeInSeconds"
            : null;
    }

    /// <summary>A retry cannot help: the event cannot be read, there is no handler, or the handler says so.</summary>
    private static bool IsFinal(Exception e) => Cause.Chain(e).Any(inner => inner is NonRetryableException);

    private static string CodeOf(Exception e) => e switch
    {
        UnreadableEventException => "INVALID_JSON",
        TransportRejectedException rejected => rejected.Code,
        UndeliverableException undeliverable => undeliverable.Code,
        RuleNotFoundException => "NO_RESOURCE",
        TimeoutException or OperationCanceledException => "TIMEOUT",
        _ => "ERROR_FROM_TARGET",
    };

    private static string Describe(Exception e)
    {
        var chain = Redaction.Of(string.Join('\n', Cause.Chain(e).Select(inner => $"{inner.GetType().FullName}: {inner.Message}")));
        return chain.Length <= MaxErrorLength ? chain : chain[..MaxErrorLength] + " …";
    }
}

/// <summary>A transport outside the shop has given up delivering an event.</summary>
/// <param name="code">Why: EventBridge's <c>ERROR_CODE</c>.</param>
/// <param name="message">What a person reads.</param>
/// <param name="exhausted">Which limit ended its attempts, EventBridge's <c>EXHAUSTED_RETRY_CONDITION</c>; any other text counts as the
/// number of attempts.</param>
public sealed class UndeliverableException(string code, string message, string? exhausted = null) : Exception(message)
{
    /// <summary>Why it was not delivered.</summary>
    public string Code { get; } = code;

    /// <summary>Which limit ended the attempts.</summary>
    public string Exhausted { get; } = exhausted is "MaximumEventAgeInSeconds" ? exhausted : "MaximumRetryAttempts";
}
