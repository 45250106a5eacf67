using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Messaging;

/// <summary>
/// Makes a module's calls to the outside, some at once, and gives the answers to the worker, many in one transaction. The letters are in
/// the inbox already; a call that fails is kept there for later.
/// </summary>
internal sealed class Calls(Module module, IServiceScopeFactory scopes, BusRuntime bus)
{
    private readonly Channel<Letter> _toMake = Channel.CreateBounded<Letter>(bus.Options.LaneCapacity);
    private readonly Channel<Letter> _answered = Channel.CreateUnbounded<Letter>(new UnboundedChannelOptions { SingleReader = true });

    private readonly ConcurrentDictionary<(Guid, string), byte> _inHand = new();
    private long _caughtUp = Stopwatch.GetTimestamp();      // when no call was left waiting for the last time

    /// <summary>
    /// Queues a kept letter whose answer must be asked for. One that is here already is not queued again: its lease ran out while it waited
    /// for its turn, and whoever brings it now has renewed that. One for which there is no room is due again when its lease ends.
    /// </summary>
    public void Make(Letter letter)
    {
        if (!_inHand.TryAdd(letter.Key, 0))
            return;
        bus.Activity.Begin();
        if (_toMake.Writer.TryWrite(letter))
            return;
        _inHand.TryRemove(letter.Key, out _);
        bus.Activity.End();
    }

    /// <summary>Calls and records until it is stopped. Calls that are under way then may still answer until they are abandoned; an abandoned one is made again by whoever starts next.</summary>
    public async Task Run(CancellationToken stopping, CancellationToken abandon)
    {
        var recording = Record(abandon);
        await Task.WhenAll(Enumerable.Range(0, bus.Options.CallsAtOnce).Select(_ => Call(stopping, abandon)));
        _answered.Writer.Complete();
        await recording;
    }

    private async Task Call(CancellationToken stopping, CancellationToken abandon)
    {
        try
        {
            await foreach (var letter in _toMake.Reader.ReadAllAsync(stopping))
            {
                var began = Stopwatch.GetTimestamp();
                if (_toMake.Reader.Count == 0)
                    Volatile.Write(ref _caughtUp, began);
                await Call(letter, abandon);
                await bus.Requests.GiveWay(Stopwatch.GetElapsedTime(began), Volatile.Read(ref _caughtUp), stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is still queued is in the inbox.
        }
    }

    private async Task Call(Letter letter, CancellationToken abandon)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            // A call that outlives its lease would be made a second time beside itself.
            using var within = CancellationTokenSource.CreateLinkedTokenSource(abandon);
            within.CancelAfter(bus.Options.Lease * 0.8);
            Moment.Before(Moment.Call, letter.Rule.Name);
            var answer = await ((CallingOut)letter.Rule.Hearing).Call(scope.ServiceProvider, letter, within.Token);
            Moment.After(Moment.Call, letter.Rule.Name);
            _answered.Writer.TryWrite(letter with { Answer = answer });
        }
        catch (Exception e) when (!abandon.IsCancellationRequested)
        {
            // Before it is kept: as soon as it is, it may be due.
            _inHand.TryRemove(letter.Key, out _);
            await module.Worker.Keep(letter, e, abandon);
            bus.Activity.End();
        }
    }

    private async Task Record(CancellationToken abandon)
    {
        var batch = new List<Letter>();
        try
        {
            while (await _answered.Reader.WaitToReadAsync(abandon))
            {
                while (batch.Count < bus.Options.BatchSize && _answered.Reader.TryRead(out var letter))
                    batch.Add(letter);
                // As with a failed call: one that cannot be recorded is kept, and may be due at once.
                foreach (var letter in batch)
                    _inHand.TryRemove(letter.Key, out _);
                await module.Worker.Handle(batch, abandon);
                foreach (var _ in batch)
                    bus.Activity.End();
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            // The answers that were not recorded are asked for again by whoever starts next.
        }
    }
}
