using System.Text.Json;

namespace Shop.Messaging;

/// <summary>When a failed letter is tried again.</summary>
internal static class Backoff
{
    /// <summary>A random wait under a bound that doubles with each try (full jitter); null when the letter is dead: its tries are used up, it is too old, or trying again cannot help.</summary>
    public static TimeSpan? Next(Letter letter, Exception failure, BusRuntime bus)
    {
        var policy = letter.Rule.Retry;
        var age = bus.Clock.GetUtcNow().UtcDateTime - letter.Envelope.Metadata.Timestamp;
        if (failure is JsonException or RuleGoneException || letter.Attempts >= policy.Attempts || age > policy.MaxAge)
            return null;
        var bound = bus.Options.FirstRetryWithin * Math.Pow(2, Math.Min(letter.Attempts, 30));
        return (bound < bus.Options.LastRetryWithin ? bound : bus.Options.LastRetryWithin) * bus.Chance.NextDouble();
    }

    /// <summary>Each exception of the chain on a line of its own, without stack traces.</summary>
    public static string Describe(Exception failure)
    {
        var chain = new List<string>();
        for (var e = failure; e is not null; e = e.InnerException)
            chain.Add($"{e.GetType().FullName}: {e.Message}");
        return string.Join('\n', chain);
    }
}
