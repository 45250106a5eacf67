namespace Shop.Messaging;

/// <summary>How often and how long a failing event is tried before it is dead; whichever ends first.</summary>
/// <param name="Attempts">Retries after the first try, 0–185 (EventBridge's range).</param>
/// <param name="MaxAge">How old the event may become, 60 s–24 h (EventBridge's range).</param>
public sealed record RetryPolicy(int Attempts, TimeSpan MaxAge)
{
    /// <summary>EventBridge's own default: 185 retries within 24 hours.</summary>
    public static RetryPolicy Default { get; } = new(185, TimeSpan.FromHours(24));

    /// <summary>Refuses what EventBridge would refuse.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal RetryPolicy Checked()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Attempts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Attempts, 185);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAge, TimeSpan.FromSeconds(60));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxAge, TimeSpan.FromDays(1));
        return this;
    }
}
