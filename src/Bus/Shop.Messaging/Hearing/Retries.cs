using System.Text;
using Microsoft.Extensions.Logging;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// Tries kept letters again when they are due. It knows from its own node's failures when that is; a slow look at the table finds what
/// other nodes left.
/// </summary>
internal sealed class Retries(Module module, BusRuntime bus, ILogger logger)
{
    /// <summary>How soon it looks again when what is due could not be had.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How close two looks at the table are at the most: each call under way has a lease that ends some milliseconds after its neighbour's.
    /// </summary>
    private static readonly TimeSpan LooksApart = TimeSpan.FromMilliseconds(100);

    private readonly Bell _wake = new();
    private long _nextDue = long.MaxValue;       // UTC ticks

    /// <summary>A letter has been kept until then.</summary>
    public void DueIn(TimeSpan wait)
    {
        if (LookIn(wait))
            _wake.Ring();
    }

    /// <summary>Notes when to look; false when that would be sooner anyway. Does not wake the loop, which may itself be asking.</summary>
    private bool LookIn(TimeSpan wait)
    {
        var due = (bus.Clock.GetUtcNow() + wait).UtcTicks;
        if (due >= Interlocked.Read(ref _nextDue))
            return false;
        Interlocked.Exchange(ref _nextDue, due);
        return true;
    }

    /// <summary>Tries what is due until it is stopped.</summary>
    public async Task Run(CancellationToken stopping, CancellationToken abandon)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await RunOnce(stopping, abandon);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                logger.LogWarning(e, "The inbox in {Place} could not be searched for what is due; trying again", module.Store.Place);
                LookIn(LookAgain);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await WaitUntilDue(stopping);
        }
    }

    /// <summary>Tries all that is due now, and notes when the next will be.</summary>
    public async Task RunOnce(CancellationToken ct, CancellationToken abandon = default)
    {
        Interlocked.Exchange(ref _nextDue, long.MaxValue);
        while (await module.Store.NextDue(ct) is { } wait)
        {
            if (wait > TimeSpan.Zero)
            {
                LookIn(wait > LooksApart ? wait : LooksApart);
                return;
            }
            var claimed = await module.Store.ClaimDue(bus.Options.BatchSize, bus.Options.Lease, ct);
            if (claimed.Count == 0)
            {
                LookIn(LookAgain);      // another node, or a call's answer, has what is due in hand at this moment
                return;
            }
            await TryAgain(claimed, abandon);
        }
    }

    private async Task TryAgain(IReadOnlyList<KeptLetter> kept, CancellationToken abandon)
    {
        var toHandle = new List<Letter>();
        foreach (var letter in kept.Select(Open))
        {
            if (letter.Rule.Hearing is CallingOut) module.Calls.Make(letter);
            else toHandle.Add(letter);
        }
        if (toHandle.Count == 0)
            return;
        bus.Activity.Begin();
        try
        {
            await module.Worker.Handle(toHandle, abandon);
        }
        finally
        {
            bus.Activity.End();
        }
    }

    private Letter Open(KeptLetter kept)
    {
        var envelope = Read(kept);
        return new Letter(envelope, module.RuleFor(kept.Rule, envelope), kept.Attempts, Kept: true);
    }

    /// <summary>The event; a row that was damaged holds up none of those that are due with it, and is given up alone.</summary>
    private Envelope Read(KeptLetter kept)
    {
        var bytes = Encoding.UTF8.GetBytes(kept.Envelope);
        return Envelope.ParseOrNull(bytes) is { } envelope && envelope.Metadata.EventId == kept.EventId
            ? envelope
            : UnreadableEvent.Around(bytes, bus.Clock.GetUtcNow(), kept.EventId);
    }

    private async Task WaitUntilDue(CancellationToken stopping)
    {
        var wait = TimeSpan.FromTicks(Interlocked.Read(ref _nextDue) - bus.Clock.GetUtcNow().UtcTicks);
        if (wait > TimeSpan.Zero)
            await _wake.Wait(wait < bus.Options.SweepEvery ? wait : bus.Options.SweepEvery, stopping);
    }
}
