using System.Text;
using Microsoft.Extensions.Logging;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// Tries kept letters again when they are due. It knows from its own node's failures when that is; a slow look at the table finds what
/// other nodes left.
/// </summary>
internal sealed class RetryScheduler(Module module, BusRuntime bus, ILogger logger)
{
    /// <summary>How soon it looks again when what is due could not be had.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How close two looks at the table are at the most: each call under way has a lease that ends some milliseconds after its neighbour's.
    /// </summary>
    private static readonly TimeSpan MinPollInterval = TimeSpan.FromMilliseconds(100);

    private readonly AsyncSignal _wake = new();
    private long _nextDue = long.MaxValue;       // UTC ticks

    /// <summary>A letter has been kept until then.</summary>
    public void ScheduleAfter(TimeSpan wait)
    {
        if (WakeAfter(wait))
            _wake.Set();
    }

    /// <summary>Notes when to look; false when that would be sooner anyway. Does not wake the loop, which may itself be asking.</summary>
    private bool WakeAfter(TimeSpan wait)
    {
        var due = (bus.Clock.GetUtcNow() + wait).UtcTicks;
        if (due >= Interlocked.Read(ref _nextDue))
            return false;
        Interlocked.Exchange(ref _nextDue, due);
        return true;
    }

    /// <summary>Tries what is due until it is stopped.</summary>
    public async Task Run(CancellationToken stopping, CancellationToken abort)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await RunOnce(stopping, abort);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                logger.LogWarning(e, "The inbox in {Place} could not be searched for what is due; trying again", module.Store.Location);
                WakeAfter(PollInterval);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await WaitUntilDue(stopping);
        }
    }

    /// <summary>Tries all that is due now, and notes when the next will be.</summary>
    public async Task RunOnce(CancellationToken ct, CancellationToken abort = default)
    {
        Interlocked.Exchange(ref _nextDue, long.MaxValue);
        while (await module.Store.NextDue(ct) is { } wait)
        {
            if (wait > TimeSpan.Zero)
            {
                WakeAfter(wait > MinPollInterval ? wait : MinPollInterval);
                return;
            }
            var claimed = await module.Store.ClaimDue(bus.Options.BatchSize, bus.Options.Lease, ct);
            if (claimed.Count == 0)
            {
                WakeAfter(PollInterval);      // another node, or a call's answer, has what is due in hand at this moment
                return;
            }
            await Retry(claimed, abort);
        }
    }

    private async Task Retry(IReadOnlyList<StoredMessage> kept, CancellationToken abort)
    {
        var toHandle = new List<InboxMessage>();
        foreach (var message in kept.Select(Open))
        {
            if (message.Rule.Invoker is ExternalCallInvoker) module.Calls.Enqueue(message);
            else toHandle.Add(message);
        }
        if (toHandle.Count == 0)
            return;
        bus.Activity.Begin();
        try
        {
            await module.Processor.Process(toHandle, abort);
        }
        finally
        {
            bus.Activity.End();
        }
    }

    private InboxMessage Open(StoredMessage kept)
    {
        var envelope = Read(kept);
        return new InboxMessage(envelope, module.RuleFor(kept.Rule, envelope), kept.Attempts, IsStored: true);
    }

    /// <summary>The event; a row that was damaged holds up none of those that are due with it, and is given up alone.</summary>
    private Envelope Read(StoredMessage kept)
    {
        var bytes = Encoding.UTF8.GetBytes(kept.Envelope);
        return Envelope.ParseOrNull(bytes) is { } envelope && envelope.Metadata.EventId == kept.EventId
            ? envelope
            : UnreadableEvent.Wrap(bytes, bus.Clock.GetUtcNow(), kept.EventId);
    }

    private async Task WaitUntilDue(CancellationToken stopping)
    {
        var wait = TimeSpan.FromTicks(Interlocked.Read(ref _nextDue) - bus.Clock.GetUtcNow().UtcTicks);
        if (wait > TimeSpan.Zero)
            await _wake.Wait(wait < bus.Options.SweepInterval ? wait : bus.Options.SweepInterval, stopping);
    }
}
