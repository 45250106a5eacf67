namespace Shop.Messaging;

/// <summary>
/// Requests go before events. While more requests are being answered than the processors can work at, a lane rests after each batch, longer
/// than the batch took: those who wait for an answer get it, and the events, which nobody waits for so closely, are handled later by larger and
/// so cheaper batches.
/// </summary>
public sealed class RightOfWay
{
    /// <summary>A lane rests so many times as long as it worked.</summary>
    private const int RestsAsLong = 4;

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(20);
    private static readonly int Crowd = 2 * Environment.ProcessorCount;

    private int _requests;

    /// <summary>A request is being answered, until it is disposed. Not for one that stays open for long, such as a stream.</summary>
    public IDisposable Enter()
    {
        Interlocked.Increment(ref _requests);
        return new Request(this);
    }

    /// <summary>Whether events should wait.</summary>
    public bool IsCrowded => Volatile.Read(ref _requests) > Crowd;

    /// <summary>Lets requests go first, for a while.</summary>
    /// <param name="worked">How long the last batch took.</param>
    /// <param name="ct">Ends the rest.</param>
    public async Task GiveWay(TimeSpan worked, CancellationToken ct)
    {
        var rest = worked * RestsAsLong < LongestRest ? worked * RestsAsLong : LongestRest;
        for (var rested = TimeSpan.Zero; rested < rest && IsCrowded; rested += LooksEvery)
            await Task.Delay(LooksEvery, ct);
    }

    private sealed class Request(RightOfWay all) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref all._requests);
    }
}
