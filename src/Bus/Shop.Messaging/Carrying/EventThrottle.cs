using System.Diagnostics;

namespace Shop.Messaging;

/// <summary>
/// Requests go before events. While more requests are being answered than the processors can work at, a lane rests after each batch, and a
/// caller after each call, much longer than that took: those who wait for an answer get it, and the events, which nobody waits for so closely, are
/// handled later by larger and so cheaper batches. When the crowd is gone, nobody rests; nor does who has not caught up for half a minute, since a
/// crowd that stays must not let orders wait until they are given up.
/// </summary>
public sealed class EventThrottle
{
    /// <summary>Events rest so many times as long as they were worked at.</summary>
    private const int BackoffFactor = 19;

    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    /// <summary>How long events are put off at the most.</summary>
    internal static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Requests are often answered together, since they are committed together: a crowd is not gone because none of it is there at a look.</summary>
    private static readonly TimeSpan OverloadHold = TimeSpan.FromMilliseconds(200);

    private static readonly int OverloadThreshold = 2 * Environment.ProcessorCount;

    private int _requests;
    private long _overloadedUntil;     // by the clock of the process, in milliseconds

    /// <summary>A request is being answered, until it is disposed. Only for one that has come in whole, and not while a stream is open: a client could hold up the events with those.</summary>
    public IDisposable TrackRequest()
    {
        if (Interlocked.Increment(ref _requests) > OverloadThreshold)
            Volatile.Write(ref _overloadedUntil, Environment.TickCount64 + (long)OverloadHold.TotalMilliseconds);
        return new TrackedRequest(this);
    }

    private bool IsOverloaded => Volatile.Read(ref _requests) > OverloadThreshold || Environment.TickCount64 < Volatile.Read(ref _overloadedUntil);

    /// <summary>Lets requests go first, for a while; returns at once when there is no crowd.</summary>
    /// <param name="worked">How long what was done for events has just taken.</param>
    /// <param name="caughtUp">When nothing was left waiting for the last time, a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="ct">Ends the rest.</param>
    /// <exception cref="OperationCanceledException">The rest was ended.</exception>
    public async Task YieldToRequests(TimeSpan worked, long caughtUp, CancellationToken ct)
    {
        var rest = worked * BackoffFactor < MaxPause ? worked * BackoffFactor : MaxPause;
        for (var rested = TimeSpan.Zero; rested < rest && IsOverloaded && Stopwatch.GetElapsedTime(caughtUp) < MaxLag; rested += CheckInterval)
            await Task.Delay(CheckInterval, ct);
    }

    private sealed class TrackedRequest(EventThrottle all) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref all._requests);
    }
}
