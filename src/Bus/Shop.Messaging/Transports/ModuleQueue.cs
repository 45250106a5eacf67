using System.Diagnostics;
using System.Threading.Channels;

namespace Shop.Messaging.Transports;

/// <summary>
/// A module's bounded queue in memory. It delivers what has arrived, up to some hundreds, and takes more only when those are stored: batches grow
/// with the load, and a single event passes at once.
/// </summary>
/// <param name="capacity">How many events wait at most.</param>
/// <param name="batchSize">How many are delivered at once.</param>
/// <param name="throttle">Lets requests go first under load.</param>
/// <param name="deliver">Delivers a batch to the module; returns when the module has stored it.</param>
public sealed class ModuleQueue(int capacity, int batchSize, EventThrottle throttle, Func<IReadOnlyList<RoutedEvent>, CancellationToken, Task> deliver)
{
    private readonly Channel<RoutedEvent> _queue = Channel.CreateBounded<RoutedEvent>(new BoundedChannelOptions(capacity) { SingleReader = true });

    /// <summary>Adds an event; false when the queue is full.</summary>
    public bool TryAdd(RoutedEvent routed) => _queue.Writer.TryWrite(routed);

    /// <summary>How many events wait.</summary>
    public int Count => _queue.Reader.Count;

    /// <summary>Delivers until it is stopped. A batch that has begun is finished unless it is aborted.</summary>
    public async Task Run(CancellationToken stopping, CancellationToken abort)
    {
        var batch = new List<RoutedEvent>(batchSize);
        var caughtUp = Stopwatch.GetTimestamp();
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stopping))
            {
                while (batch.Count < batchSize && _queue.Reader.TryRead(out var routed))
                    batch.Add(routed);
                var began = Stopwatch.GetTimestamp();
                if (Count == 0)
                    caughtUp = began;
                await deliver(batch, abort);
                batch.Clear();
                await throttle.YieldToRequests(Stopwatch.GetElapsedTime(began), caughtUp, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || abort.IsCancellationRequested)
        {
            // What is left in the queue is in its publisher's outbox, and a sweep sends it again.
        }
        catch (Exception) when (abort.IsCancellationRequested)
        {
            // A batch that was aborted fails in whatever way its database or handler reports that; its transaction is undone, and it is sent again.
        }
    }
}
