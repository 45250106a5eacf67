using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;
using Shop.Messaging.Transports;

namespace Shop.Messaging.Consuming;

/// <summary>Makes one external call in a container scope of its own.</summary>
internal interface ICallInvoker
{
    Task<object?> Call(InboxMessage message, CancellationToken ct);
}

/// <summary>
/// Makes a module's external calls, several at once, and records their results, many in one transaction. The inbox stores the messages already; a
/// failed call is retried.
/// </summary>
internal sealed class ExternalCalls(ICallInvoker invoker, BusRuntime bus, EventThrottle throttle) : IExternalCallQueue
{
    /// <summary>A call ends before its lease does: else another process would repeat it meanwhile.</summary>
    private const double ShareOfLease = 0.8;

    private readonly Channel<InboxMessage> _queue = Channel.CreateBounded<InboxMessage>(bus.Options.QueueCapacity);
    private readonly Channel<InboxMessage> _results = Channel.CreateUnbounded<InboxMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<(Guid, string), byte> _inFlight = new();
    private long _caughtUp = Stopwatch.GetTimestamp();      // when no call was left waiting for the last time

    /// <remarks>A message whose lease has ended while it waited here is claimed and enqueued once more; that has renewed its lease.</remarks>
    public void Enqueue(InboxMessage message)
    {
        if (!_inFlight.TryAdd(message.Key, 0))
            return;
        bus.Activity.Begin();
        if (_queue.Writer.TryWrite(message))
            return;
        _inFlight.TryRemove(message.Key, out _);
        bus.Activity.End();
    }

    /// <summary>
    /// Calls and records until it is stopped. Calls in flight may then still end until they are aborted; the process that starts next repeats an aborted
    /// one.
    /// </summary>
    public async Task Run(IMessageProcessor processor, CancellationToken stopping, CancellationToken abort)
    {
        var recording = Record(processor, abort);
        await Task.WhenAll(Enumerable.Range(0, bus.Options.MaxConcurrentCalls).Select(_ => CallLoop(processor, stopping, abort)));
        _results.Writer.Complete();
        await recording;
    }

    private async Task CallLoop(IMessageProcessor processor, CancellationToken stopping, CancellationToken abort)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stopping))
                while (!stopping.IsCancellationRequested && _queue.Reader.TryRead(out var message))
                {
                    var began = Stopwatch.GetTimestamp();
                    if (_queue.Reader.Count == 0)
                        Volatile.Write(ref _caughtUp, began);
                    await Call(message, processor, abort);
                    await throttle.YieldToRequests(Stopwatch.GetElapsedTime(began), Volatile.Read(ref _caughtUp), stopping);
                }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is still queued is in the inbox.
        }
        catch (Exception) when (abort.IsCancellationRequested)
        {
            // A call that was aborted fails in whatever way its client reports that; the process that starts next repeats it.
        }
    }

    private async Task Call(InboxMessage message, IMessageProcessor processor, CancellationToken abort)
    {
        try
        {
            using var timeout = new CancellationTokenSource(bus.Options.Lease * ShareOfLease, bus.Timers);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(abort, timeout.Token);
            Failpoint.Before(Failpoint.Call, message.Rule.Name);
            var result = await invoker.Call(message, either.Token);
            Failpoint.After(Failpoint.Call, message.Rule.Name);
            _results.Writer.TryWrite(message with { Result = result });
        }
        catch (Exception e) when (!abort.IsCancellationRequested)
        {
            // Before the failure is recorded: as soon as it is, the message may be due.
            _inFlight.TryRemove(message.Key, out _);
            await processor.RecordFailure(message, e, abort);
            bus.Activity.End();
        }
    }

    private async Task Record(IMessageProcessor processor, CancellationToken abort)
    {
        var batch = new List<InboxMessage>();
        try
        {
            while (await _results.Reader.WaitToReadAsync(abort))
            {
                while (batch.Count < bus.Options.BatchSize && _results.Reader.TryRead(out var message))
                    batch.Add(message);
                // Before they are recorded: a result that cannot be recorded is a failed attempt, and may be due at once.
                foreach (var message in batch)
                    _inFlight.TryRemove(message.Key, out _);
                await processor.Process(batch, abort);
                foreach (var _ in batch)
                    bus.Activity.End();
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            // The process that starts next repeats the calls whose results were not recorded.
        }
    }
}
