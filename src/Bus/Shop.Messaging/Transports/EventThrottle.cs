using System.Diagnostics;

namespace Shop.Messaging.Transports;

/// <summary>
/// Lets requests go before events. While more requests are in progress than the processors can serve, a queue pauses after each batch, and a caller
/// after each external call, for much longer than that took: requests are answered, and events are handled later in larger and so cheaper batches.
/// Throttling ends when load drops, or when a queue has been behind for half a minute, so that sustained load cannot push orders past their deadlines.
/// </summary>
public sealed class EventThrottle
{
    /// <summary>Events pause this many times as long as they were worked at.</summary>
    private const int BackoffFactor = 19;

    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    /// <summary>How far a queue may fall behind.</summary>
    internal static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Requests that are committed together are answered together: an overload has not ended because a single check sees none.</summary>
    private static readonly TimeSpan OverloadHold = TimeSpan.FromMilliseconds(200);

    private static readonly int OverloadThreshold = 2 * Environment.ProcessorCount;

    private int _requests;
    private long _overloadedUntil;     // by the clock of the process, in milliseconds

    /// <summary>
    /// Counts a request until it is disposed. Only for one whose body has arrived, and not while a stream is open: a client could hold up events with
    /// those.
    /// </summary>
    public IDisposable TrackRequest()
    {
        if (Interlocked.Increment(ref _requests) > OverloadThreshold)
            Volatile.Write(ref _overloadedUntil, Environment.TickCount64 + (long)OverloadHold.TotalMilliseconds);
        return new TrackedRequest(this);
    }

    private bool IsOverloaded => Volatile.Read(ref _requests) > OverloadThreshold || Environment.TickCount64 < Volatile.Read(ref _overloadedUntil);

    /// <summary>Pauses while requests overload the process; returns at once when they do not.</summary>
    /// <param name="worked">How long the last batch or call took.</param>
    /// <param name="caughtUp">When nothing was left waiting for the last time, a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="ct">Ends the pause.</param>
    /// <exception cref="OperationCanceledException">The pause was ended.</exception>
    public async Task YieldToRequests(TimeSpan worked, long caughtUp, CancellationToken ct)
    {
        var pause = worked * BackoffFactor < MaxPause ? worked * BackoffFactor : MaxPause;
        for (var paused = TimeSpan.Zero; paused < pause && IsOverloaded && Stopwatch.GetElapsedTime(caughtUp) < MaxLag; paused += CheckInterval)
            await Task.Delay(CheckInterval, ct);
    }

    private sealed class TrackedRequest(EventThrottle throttle) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref throttle._requests);
    }
}
