using System.Diagnostics;
using System.Threading.Channels;

namespace Shop.Messaging;

/// <summary>
/// A module's bounded queue of events that are carried to it. Takes what is there, up to some hundreds, and does not take more before
/// those are held: so batches grow with the load, and one event at a time passes at once.
/// </summary>
/// <param name="capacity">How many events wait at the most.</param>
/// <param name="limit">How many are taken at once.</param>
/// <param name="requests">Who goes first.</param>
/// <param name="deliver">Brings a batch to the module; returns when the module has it durably.</param>
public sealed class ModuleQueue(int capacity, int limit, EventThrottle requests, Func<IReadOnlyList<RoutedEvent>, CancellationToken, Task> deliver)
{
    private readonly Channel<RoutedEvent> _queue = Channel.CreateBounded<RoutedEvent>(new BoundedChannelOptions(capacity) { SingleReader = true });

    /// <summary>Puts an event into the lane; false when it is full or closed.</summary>
    public bool TryAdd(RoutedEvent routed) => _queue.Writer.TryWrite(routed);

    /// <summary>How many events wait.</summary>
    public int Count => _queue.Reader.Count;

    /// <summary>Delivers until it is stopped. A batch that has been begun is finished, unless it is abandoned.</summary>
    public async Task Run(CancellationToken stopping, CancellationToken abort)
    {
        var batch = new List<RoutedEvent>(limit);
        var caughtUp = Stopwatch.GetTimestamp();
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stopping))
            {
                while (batch.Count < limit && _queue.Reader.TryRead(out var routed))
                    batch.Add(routed);
                var began = Stopwatch.GetTimestamp();
                if (Count == 0)
                    caughtUp = began;
                await deliver(batch, abort);
                batch.Clear();
                await requests.YieldToRequests(Stopwatch.GetElapsedTime(began), caughtUp, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || abort.IsCancellationRequested)
        {
            // What is left in the queue is in its publisher's outbox, and a sweep brings it again.
        }
    }
}

/// <summary>An event and the rules of one module that it matches.</summary>
/// <param name="Event">The event on its way.</param>
/// <param name="Rules">The names of the rules.</param>
public sealed record RoutedEvent(OutgoingEvent Event, IReadOnlyList<string> Rules);
