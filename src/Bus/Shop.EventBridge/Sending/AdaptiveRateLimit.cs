namespace Shop.EventBridge;

/// <summary>
/// Limits the events sent in a second. Each throttling halves the rate, though only once for calls that were in flight together; without
/// further throttling it grows back to the full rate within half a minute.
/// </summary>
/// <param name="fullRate">Events a second.</param>
/// <param name="clock">The clock.</param>
internal sealed class AdaptiveRateLimit(int fullRate, TimeProvider clock)
{
    private const double LowestShare = 0.01;
    private static readonly TimeSpan OneThrottling = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RecoversWithin = TimeSpan.FromSeconds(30);

    /// <summary>The burst allowed after an idle period, so that single events never wait.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private double _rate = fullRate;
    private DateTimeOffset _changed = clock.GetUtcNow();
    private DateTimeOffset _next = clock.GetUtcNow();

    /// <summary>The present rate in events a second.</summary>
    public double Rate
    {
        get
        {
            lock (_lock)
                return RateAt(clock.GetUtcNow());
        }
    }

    /// <summary>AWS throttled a call.</summary>
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

    /// <summary>Reserves this many events and returns how long to wait before sending them.</summary>
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
