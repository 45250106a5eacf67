namespace Shop.Messaging;

/// <summary>When a failed letter is tried again, and when no more.</summary>
internal static class Backoff
{
    /// <summary>The limit of its rule's policy that a letter has reached, whichever came first; null when it has tries left.</summary>
    public static string? Exhausted(InboxMessage message, BusRuntime bus)
    {
        var policy = message.Rule.Retry;
        if (message.Attempts >= policy.Attempts)
            return "MaximumRetryAttempts";
        // What is replayed is old on purpose: its tries alone are counted.
        return message.Envelope.ReplayName is null && bus.Clock.GetUtcNow().UtcDateTime - message.Envelope.Metadata.Timestamp > policy.MaxAge ? "MaximumEventAgeInSeconds" : null;
    }

    /// <summary>A random wait under a bound that doubles with each try (full jitter).</summary>
    public static TimeSpan Wait(int attempts, BusRuntime bus)
    {
        var bound = bus.Options.RetryDelay * Math.Pow(2, Math.Min(attempts, 30));
        return (bound < bus.Options.MaxRetryDelay ? bound : bus.Options.MaxRetryDelay) * bus.Random.NextDouble();
    }
}
