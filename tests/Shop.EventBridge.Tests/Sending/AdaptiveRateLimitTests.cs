using Microsoft.Extensions.Time.Testing;

namespace Shop.EventBridge.Tests;

public sealed class AdaptiveRateLimitTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Throttling_halves_the_rate_once_for_calls_throttled_together()
    {
        var rateLimit = new AdaptiveRateLimit(1000, _clock);

        rateLimit.Throttled();
        rateLimit.Throttled();
        Assert.Equal(500, rateLimit.Rate, 1.0);
        _clock.Advance(TimeSpan.FromSeconds(1));
        rateLimit.Throttled();

        Assert.InRange(rateLimit.Rate, 250, 300);
    }

    [Fact]
    public void The_rate_grows_back_within_half_a_minute_and_no_further()
    {
        var rateLimit = new AdaptiveRateLimit(1000, _clock);
        rateLimit.Throttled();

        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(700, rateLimit.Rate, 1.0);
        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(1000, rateLimit.Rate);
    }

    [Fact]
    public void Repeated_throttling_never_stops_sending()
    {
        var rateLimit = new AdaptiveRateLimit(1000, _clock);
        for (var i = 0; i < 50; i++, _clock.Advance(TimeSpan.FromMilliseconds(251)))
            rateLimit.Throttled();

        Assert.True(rateLimit.Rate >= 10);
    }

    [Fact]
    public void A_single_event_never_waits_and_a_burst_is_spread()
    {
        var rateLimit = new AdaptiveRateLimit(1000, _clock);

        Assert.Equal(TimeSpan.Zero, rateLimit.Take(1));
        rateLimit.Take(600);

        Assert.InRange(rateLimit.Take(10), TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(700));
    }
}
