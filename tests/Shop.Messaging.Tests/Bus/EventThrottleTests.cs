using System.Diagnostics;

namespace Shop.Messaging.Tests.Bus;

public sealed class EventThrottleTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly EventThrottle _requests = new();

    private static long JustNow => Stopwatch.GetTimestamp();

    [Fact]
    public void Events_do_not_wait_without_load()
    {
        using var one = _requests.TrackRequest();

        Assert.True(_requests.YieldToRequests(Long, JustNow, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Events_wait_until_the_load_drops()
    {
        var requests = Overload();
        var rest = _requests.YieldToRequests(Long, JustNow, CancellationToken.None);
        Assert.False(rest.IsCompleted);

        requests.ForEach(request => request.Dispose());

        await rest;
        Assert.True(_requests.YieldToRequests(Long, JustNow, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Events_continue_under_sustained_load()
    {
        var requests = Overload();

        await _requests.YieldToRequests(TimeSpan.FromMilliseconds(1), JustNow, CancellationToken.None);

        Assert.False(_requests.YieldToRequests(Long, JustNow, CancellationToken.None).IsCompleted);
        requests.ForEach(request => request.Dispose());
    }

    [Fact]
    public void A_queue_that_lags_for_long_is_not_throttled()
    {
        var requests = Overload();
        var longAgo = Stopwatch.GetTimestamp() - (long)(EventThrottle.MaxLag.TotalSeconds * Stopwatch.Frequency);

        Assert.True(_requests.YieldToRequests(Long, longAgo, CancellationToken.None).IsCompletedSuccessfully);
        requests.ForEach(request => request.Dispose());
    }

    [Fact]
    public async Task A_wait_ends_when_the_shop_stops()
    {
        var requests = Overload();
        using var stop = new CancellationTokenSource();
        var rest = _requests.YieldToRequests(Long, JustNow, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rest);
        requests.ForEach(request => request.Dispose());
    }

    private List<IDisposable> Overload() => [.. Enumerable.Range(0, 10 * Environment.ProcessorCount).Select(_ => _requests.TrackRequest())];
}
