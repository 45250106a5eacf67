namespace Shop.EventBridge;

/// <summary>
/// How many events a second are sent. Each throttling halves it, though not twice for calls that were under way together; without further
/// throttling it grows back to the full rate within half a minute.
/// </summary>
/// <param name="fullRate">Events a second.</param>
/// <param name="clock">What it is measured by.</param>
internal sealed class AdaptiveRateLimit(int fullRate, TimeProvider clock)
{
    private const double LowestShare = 0.01;
    private static readonly TimeSpan OneThrottling = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RecoversWithin = TimeSpan.FromSeconds(30);

    /// <summary>What passes at once after a quiet while, so that single events never wait.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private double _rate = fullRate;
    private DateTimeOffset _changed = clock.GetUtcNow();
    private DateTimeOffset _next = clock.GetUtcNow();

    /// <summary>Events a second, now.</summary>
    public double Rate
    {
        get
        {
            lock (_lock)
                return RateAt(clock.GetUtcNow());
        }
    }

    /// <summary>AWS asked for less.</summary>
    public void Throttled()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_rate < fullRate && now - _changed < OneThrottling)
                return;
            (_rate, _changed) = (Math.Max(fullRate * LowestShare, RateAt(now) / 2), now);
        }
    }

    /// <summary>How long to wait before so many events may be sent; they count as sent then.</summary>
    public TimeSpan Take(int events)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var start = _next > now - Burst ? _next : now - Burst;
            _next = start + TimeSpan.FromSeconds(events / RateAt(now));
            return start > now ? start - now : TimeSpan.Zero;
        }
    }

    private double RateAt(DateTimeOffset now) => Math.Min(fullRate, _rate + fullRate * ((now - _changed) / RecoversWithin));
}
