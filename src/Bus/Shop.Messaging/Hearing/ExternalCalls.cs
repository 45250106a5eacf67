using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Messaging;

/// <summary>
/// Makes a module's calls to the outside, some at once, and gives the answers to the worker, many in one transaction. The letters are in
/// the inbox already; a call that fails is kept there for later.
/// </summary>
internal sealed class ExternalCalls(Module module, IServiceScopeFactory scopes, BusRuntime bus)
{
    private readonly Channel<InboxMessage> _queue = Channel.CreateBounded<InboxMessage>(bus.Options.QueueCapacity);
    private readonly Channel<InboxMessage> _results = Channel.CreateUnbounded<InboxMessage>(new UnboundedChannelOptions { SingleReader = true });

    private readonly ConcurrentDictionary<(Guid, string), byte> _inFlight = new();
    private long _caughtUp = Stopwatch.GetTimestamp();      // when no call was left waiting for the last time

    /// <summary>
    /// Queues a kept letter whose answer must be asked for. One that is here already is not queued again: its lease ran out while it waited
    /// for its turn, and whoever brings it now has renewed that. One for which there is no room is due again when its lease ends.
    /// </summary>
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

    /// <summary>Calls and records until it is stopped. Calls that are under way then may still answer until they are abandoned; an abandoned one is made again by whoever starts next.</summary>
    public async Task Run(CancellationToken stopping, CancellationToken abort)
    {
        var recording = Record(abort);
        await Task.WhenAll(Enumerable.Range(0, bus.Options.MaxConcurrentCalls).Select(_ => Call(stopping, abort)));
        _results.Writer.Complete();
        await recording;
    }

    private async Task Call(CancellationToken stopping, CancellationToken abort)
    {
        try
        {
            await foreach (var message in _queue.Reader.ReadAllAsync(stopping))
            {
                var began = Stopwatch.GetTimestamp();
                if (_queue.Reader.Count == 0)
                    Volatile.Write(ref _caughtUp, began);
                await Call(message, abort);
                await bus.Throttle.YieldToRequests(Stopwatch.GetElapsedTime(began), Volatile.Read(ref _caughtUp), stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is still queued is in the inbox.
        }
    }

    private async Task Call(InboxMessage message, CancellationToken abort)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            // A call that outlives its lease would be made a second time beside itself.
            using var within = CancellationTokenSource.CreateLinkedTokenSource(abort);
            within.CancelAfter(bus.Options.Lease * 0.8);
            Failpoint.Before(Failpoint.Call, message.Rule.Name);
            var answer = await ((ExternalCallInvoker)message.Rule.Invoker).Call(scope.ServiceProvider, message, within.Token);
            Failpoint.After(Failpoint.Call, message.Rule.Name);
            _results.Writer.TryWrite(message with { Result = answer });
        }
        catch (Exception e) when (!abort.IsCancellationRequested)
        {
            // Before it is kept: as soon as it is, it may be due.
            _inFlight.TryRemove(message.Key, out _);
            await module.Processor.RecordFailure(message, e, abort);
            bus.Activity.End();
        }
    }

    private async Task Record(CancellationToken abort)
    {
        var batch = new List<InboxMessage>();
        try
        {
            while (await _results.Reader.WaitToReadAsync(abort))
            {
                while (batch.Count < bus.Options.BatchSize && _results.Reader.TryRead(out var message))
                    batch.Add(message);
                // As with a failed call: one that cannot be recorded is kept, and may be due at once.
                foreach (var message in batch)
                    _inFlight.TryRemove(message.Key, out _);
                await module.Processor.Process(batch, abort);
                foreach (var _ in batch)
                    bus.Activity.End();
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            // The answers that were not recorded are asked for again by whoever starts next.
        }
    }
}
