using System.Diagnostics;

namespace Shop.Messaging;

/// <summary>
/// Work of this process that somebody waits for, such as requests that change something. While there is a crowd of it, the lanes pause
/// for a moment between two batches: answers stay quick, and the batches, which are the cheaper the larger they are, grow.
/// </summary>
public sealed class Foreground(BusOptions options)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);
    private static readonly int Crowd = 4 * Environment.ProcessorCount;
    private int _underWay;

    /// <summary>Somebody waits for what begins now; call <see cref="End"/> when it is done, whatever came of it.</summary>
    public void Begin() => Interlocked.Increment(ref _underWay);

    /// <summary>Nobody waits for it any more.</summary>
    public void End() => Interlocked.Decrement(ref _underWay);

    /// <summary>Returns at once when there is no crowd, else when it has gone or <see cref="BusOptions.LetForegroundPass"/> is over.</summary>
    public async Task LetPass(CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _underWay) > Crowd && Stopwatch.GetElapsedTime(since) < options.LetForegroundPass)
            await Task.Delay(Glance, ct);
    }
}
