using System.Diagnostics;

namespace Shop.Messaging.Tests.Bus;

public sealed class RightOfWayTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly EventThrottle _requests = new();

    private static long JustNow => Stopwatch.GetTimestamp();

    [Fact]
    public void Without_a_crowd_events_do_not_rest()
    {
        using var one = _requests.TrackRequest();

        Assert.True(_requests.YieldToRequests(Long, JustNow, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Events_rest_until_the_crowd_is_gone()
    {
        var crowd = Crowd();
        var rest = _requests.YieldToRequests(Long, JustNow, CancellationToken.None);
        Assert.False(rest.IsCompleted);

        crowd.ForEach(request => request.Dispose());

        await rest;
        Assert.True(_requests.YieldToRequests(Long, JustNow, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Events_go_on_though_the_crowd_stays()
    {
        var crowd = Crowd();

        await _requests.YieldToRequests(TimeSpan.FromMilliseconds(1), JustNow, CancellationToken.None);

        Assert.False(_requests.YieldToRequests(Long, JustNow, CancellationToken.None).IsCompleted);
        crowd.ForEach(request => request.Dispose());
    }

    [Fact]
    public void Who_has_not_caught_up_for_long_does_not_rest_any_more()
    {
        var crowd = Crowd();
        var longAgo = Stopwatch.GetTimestamp() - (long)(EventThrottle.MaxLag.TotalSeconds * Stopwatch.Frequency);

        Assert.True(_requests.YieldToRequests(Long, longAgo, CancellationToken.None).IsCompletedSuccessfully);
        crowd.ForEach(request => request.Dispose());
    }

    [Fact]
    public async Task A_rest_ends_when_the_shop_stops()
    {
        var crowd = Crowd();
        using var stop = new CancellationTokenSource();
        var rest = _requests.YieldToRequests(Long, JustNow, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rest);
        crowd.ForEach(request => request.Dispose());
    }

    private List<IDisposable> Crowd() => [.. Enumerable.Range(0, 10 * Environment.ProcessorCount).Select(_ => _requests.TrackRequest())];
}
