using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Shop.Web;

/// <summary>Adds heartbeats to an event stream.</summary>
internal static class Heartbeats
{
    /// <summary>
    /// The events, with a heartbeat (null) at the start and at each interval. Ends without an exception when <paramref name="stopping"/> is
    /// cancelled.
    /// </summary>
    public static async IAsyncEnumerable<SseItem<T>?> Between<T>(
        IAsyncEnumerable<SseItem<T>> source, TimeSpan interval, TimeProvider clock,
        CancellationToken stopping, [EnumeratorCancellation] CancellationToken left = default) where T : class
    {
        yield return null; // shows the client that the stream is open before the first event
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, left);
        using var timer = new PeriodicTimer(interval, clock);
        await using var events = source.GetAsyncEnumerator(ending.Token);
        var next = events.MoveNextAsync().AsTask();
        var beat = timer.WaitForNextTickAsync(ending.Token).AsTask();
        try
        {
            while (true)
            {
                await Task.WhenAny(next, beat);
                if (ending.IsCancellationRequested)
                    yield break;
                if (!next.IsCompleted)
                {
                    yield return null;
                    beat = timer.WaitForNextTickAsync(ending.Token).AsTask();
                    continue;
                }
                if (!await next)
                    yield break;
                yield return events.Current;
                next = events.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // An enumerator must not be disposed while MoveNextAsync runs: stop it first and wait.
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
