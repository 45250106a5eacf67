namespace Shop.Messaging.Modules;

/// <summary>How often and for how long a failing message is retried before it is a dead letter; whichever limit comes first.</summary>
/// <param name="Attempts">Retries after the first attempt, 0–185 (EventBridge's range).</param>
/// <param name="MaxAge">How old the event may become, 60 s–24 h (EventBridge's range).</param>
public sealed record RetryPolicy(int Attempts, TimeSpan MaxAge)
{
    /// <summary>EventBridge's own default: 185 retries within 24 hours.</summary>
    public static RetryPolicy Default { get; } = new(185, TimeSpan.FromHours(24));

    /// <summary>Rejects what EventBridge would reject.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the rule.</exception>
    internal RetryPolicy Validated(string rule)
    {
        if (Attempts is < 0 or > 185)
            throw new ArgumentException($"The rule {rule} is retried {Attempts} times. EventBridge takes 0 to 185: correct its Retrying(…).");
        if (MaxAge < TimeSpan.FromSeconds(60) || MaxAge > TimeSpan.FromDays(1))
            throw new ArgumentException(
                $"The rule {rule} retries events of up to {MaxAge.TotalSeconds:0} seconds. EventBridge takes 60 to 86,400: correct its Retrying(…).");
        return this;
    }
}
