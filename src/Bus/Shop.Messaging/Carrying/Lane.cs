using System.Diagnostics;
using System.Threading.Channels;

namespace Shop.Messaging;

/// <summary>
/// A module's bounded queue of events that are carried to it. Takes what is there, up to some hundreds, and does not take more before
/// those are held: so batches grow with the load, and one event at a time passes at once.
/// </summary>
/// <param name="capacity">How many events wait at the most.</param>
/// <param name="most">How many are taken at once.</param>
/// <param name="requests">Who goes first.</param>
/// <param name="deliver">Brings a batch to the module; returns when the module has it durably.</param>
public sealed class Lane(int capacity, int most, RightOfWay requests, Func<IReadOnlyList<Delivery>, CancellationToken, Task> deliver)
{
    private readonly Channel<Delivery> _queue = Channel.CreateBounded<Delivery>(new BoundedChannelOptions(capacity) { SingleReader = true });

    /// <summary>Puts an event into the lane; false when it is full or closed.</summary>
    public bool TryAdd(Delivery delivery) => _queue.Writer.TryWrite(delivery);

    /// <summary>How many events wait.</summary>
    public int Count => _queue.Reader.Count;

    /// <summary>Delivers until it is stopped. A batch that has been begun is finished, unless it is abandoned.</summary>
    public async Task Run(CancellationToken stopping, CancellationToken abandon)
    {
        var batch = new List<Delivery>(most);
        var caughtUp = Stopwatch.GetTimestamp();
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stopping))
            {
                while (batch.Count < most && _queue.Reader.TryRead(out var delivery))
                    batch.Add(delivery);
                var began = Stopwatch.GetTimestamp();
                if (Count == 0)
                    caughtUp = began;
                await deliver(batch, abandon);
                batch.Clear();
                await requests.GiveWay(Stopwatch.GetElapsedTime(began), caughtUp, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || abandon.IsCancellationRequested)
        {
            // What is left in the queue is in its publisher's outbox, and a sweep brings it again.
        }
    }
}

/// <summary>An event and the rules of one module that it matches.</summary>
/// <param name="Parcel">The event on its way.</param>
/// <param name="Rules">The names of the rules.</param>
public sealed record Delivery(Parcel Parcel, IReadOnlyList<string> Rules);
