using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
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
/// Makes a module's external calls, many at once and fairly shared among receivers (<see cref="CallQueue"/>), and records their results, many in one
/// transaction. The inbox stores the messages already; a failed call is retried.
/// </summary>
internal sealed partial class ExternalCalls(string module, ICallInvoker invoker, BusRuntime bus, EventThrottle throttle, ILogger logger)
    : IExternalCallQueue
{
    /// <summary>A call ends before its lease does: else another process would repeat it meanwhile.</summary>
    private const double ShareOfLease = 0.8;

    private readonly CallQueue _queue = new(bus.Options.MaxConcurrentCalls, bus.Options.QueueCapacity);
    private readonly AsyncSignal _wake = new();
    private readonly Channel<InboxMessage> _results = Channel.CreateUnbounded<InboxMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<(Guid, string), byte> _inFlight = new();
    private long _caughtUp = Stopwatch.GetTimestamp();      // when no call was left waiting for the last time
    private Exception? _broken;

    /// <remarks>A message whose lease has ended while it waited here is claimed and enqueued once more; that has renewed its lease.</remarks>
    public void Enqueue(InboxMessage message)
    {
        if (!_inFlight.TryAdd(message.Key, 0))
            return;
        bus.Activity.Begin();
        if (_queue.TryAdd(((ExternalCallInvoker)message.Rule.Invoker).ReceiverOf(message), message))
        {
            _wake.Set();
            return;
        }
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
        while (!stopping.IsCancellationRequested && _broken is null)
        {
            while (!stopping.IsCancellationRequested && _queue.TryTake(out var receiver, out var message))
                _ = CallInPlace(receiver, message, processor, stopping, abort);
            await _wake.Wait(bus.Options.SweepInterval, bus.Timers, stopping);
        }
        // What still waits is in the inbox; what is in flight ends, or is aborted.
        while (!_queue.IsIdle)
            await _wake.Wait(bus.Options.SweepInterval, bus.Timers, CancellationToken.None);
        _results.Writer.Complete();
        await recording;
        if (_broken is not null)
            ExceptionDispatchInfo.Throw(_broken);
    }

    /// <summary>Makes a call in its place, which it leaves when it has ended, and its pause for requests.</summary>
    private async Task CallInPlace(
        string receiver, InboxMessage message, IMessageProcessor processor, CancellationToken stopping, CancellationToken abort)
    {
        var succeeded = false;
        try
        {
            await Task.Yield();     // the next call begins meanwhile
            var began = Stopwatch.GetTimestamp();
            if (_queue.IsEmpty)
                Volatile.Write(ref _caughtUp, began);
            succeeded = await Call(message, processor, abort);
            await throttle.YieldToRequests(Stopwatch.GetElapsedTime(began), Volatile.Read(ref _caughtUp), stopping);
        }
        catch (Exception) when (abort.IsCancellationRequested)
        {
            // A call that was aborted fails in whatever way its client reports that; the process that starts next repeats it.
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The pause was ended.
        }
        catch (Exception e)
        {
            _broken ??= e;
        }
        finally
        {
            Report(_queue.End(receiver, message, succeeded), receiver);
            _wake.Set();
        }
    }

    private void Report(BreakerChange change, string receiver)
    {
        if (change == BreakerChange.Opened)
        {
            BusTelemetry.RecordOpenedBreaker(module);
            LogOpened(module, receiver);
        }
        else if (change == BreakerChange.Closed)
            LogClosed(module, receiver);
    }

    [LoggerMessage(LogLevel.Warning,
        "External calls of {Module}: the breaker of {Receiver} opens, because its calls fail one after another. It gets fewer calls until one succeeds")]
    private partial void LogOpened(string module, string receiver);

    [LoggerMessage(LogLevel.Information, "External calls of {Module}: the breaker of {Receiver} closes, because a call has succeeded")]
    private partial void LogClosed(string module, string receiver);

    /// <returns>Whether it succeeded.</returns>
    private async Task<bool> Call(InboxMessage message, IMessageProcessor processor, CancellationToken abort)
    {
        try
        {
            using var timeout = new CancellationTokenSource(bus.Options.Lease * ShareOfLease, bus.Timers);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(abort, timeout.Token);
            Failpoint.Before(Failpoint.Call, message.Rule.Name);
            var result = await invoker.Call(message, either.Token);
            Failpoint.After(Failpoint.Call, message.Rule.Name);
            _results.Writer.TryWrite(message with { Result = result });
            return true;
        }
        catch (Exception e) when (!abort.IsCancellationRequested)
        {
            // Before the failure is recorded: as soon as it is, the message may be due.
            _inFlight.TryRemove(message.Key, out _);
            await processor.RecordFailure(message, e, abort);
            bus.Activity.End();
            return false;
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
