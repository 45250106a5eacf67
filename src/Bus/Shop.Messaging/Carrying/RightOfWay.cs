using System.Diagnostics;

namespace Shop.Messaging;

/// <summary>
/// Requests go before events. While more requests are being answered than the processors can work at, a lane rests after each batch, and a
/// caller after each call, much longer than that took: those who wait for an answer get it, and the events, which nobody waits for so closely, are
/// handled later by larger and so cheaper batches. When the crowd is gone, nobody rests; nor does who has not caught up for half a minute, since a
/// crowd that stays must not let orders wait until they are given up.
/// </summary>
public sealed class RightOfWay
{
    /// <summary>Events rest so many times as long as they were worked at.</summary>
    private const int RestsAsLong = 19;

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);

    /// <summary>How long events are put off at the most.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>Requests are often answered together, since they are committed together: a crowd is not gone because none of it is there at a look.</summary>
    private static readonly TimeSpan CrowdLasts = TimeSpan.FromMilliseconds(200);

    private static readonly int Crowd = 2 * Environment.ProcessorCount;

    private int _requests;
    private long _crowdedUntil;     // by the clock of the process, in milliseconds

    /// <summary>A request is being answered, until it is disposed. Only for one that has come in whole, and not while a stream is open: a client could hold up the events with those.</summary>
    public IDisposable Enter()
    {
        if (Interlocked.Increment(ref _requests) > Crowd)
            Volatile.Write(ref _crowdedUntil, Environment.TickCount64 + (long)CrowdLasts.TotalMilliseconds);
        return new Request(this);
    }

    private bool IsCrowded => Volatile.Read(ref _requests) > Crowd || Environment.TickCount64 < Volatile.Read(ref _crowdedUntil);

    /// <summary>Lets requests go first, for a while; returns at once when there is no crowd.</summary>
    /// <param name="worked">How long what was done for events has just taken.</param>
    /// <param name="caughtUp">When nothing was left waiting for the last time, a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="ct">Ends the rest.</param>
    /// <exception cref="OperationCanceledException">The rest was ended.</exception>
    public async Task GiveWay(TimeSpan worked, long caughtUp, CancellationToken ct)
    {
        var rest = worked * RestsAsLong < LongestRest ? worked * RestsAsLong : LongestRest;
        for (var rested = TimeSpan.Zero; rested < rest && IsCrowded && Stopwatch.GetElapsedTime(caughtUp) < Patience; rested += LooksEvery)
            await Task.Delay(LooksEvery, ct);
    }

    private sealed class Request(RightOfWay all) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref all._requests);
    }
}
