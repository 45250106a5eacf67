using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Shop.Messaging;

namespace Shop.EventBridge;

/// <summary>
/// Sends parcels to EventBridge, several calls at once, ten a call. Takes what is there and does not wait for more: so calls fill up with the
/// load, and a single event leaves at once. A parcel is held when EventBridge, or the fallback queue, has accepted its event; nothing else
/// remembers it but its publisher's outbox.
/// </summary>
internal sealed partial class Departures(PutEvents bus, Fallback fallback, AwsOptions options, int capacity, ILogger logger)
{
    private const int MostEntries = 10;     // that PutEvents takes

    private readonly Channel<Consignment> _waiting = Channel.CreateBounded<Consignment>(capacity);
    private readonly Lock _packing = new();

    /// <summary>Puts an event into the queue; false when that is full.</summary>
    public bool TryAdd(Consignment consignment) => _waiting.Writer.TryWrite(consignment);

    /// <summary>Sends until it is stopped. What has been begun is finished, unless it is abandoned.</summary>
    public Task Run(CancellationToken stopping, CancellationToken abandon) =>
        Task.WhenAll(Enumerable.Range(0, options.CallsAtOnce).Select(_ => Task.Run(() => SendOnAndOn(stopping, abandon), CancellationToken.None)));

    private async Task SendOnAndOn(CancellationToken stopping, CancellationToken abandon)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stopping))
                if (Pack() is { Count: > 0 } batch)
                    await Send(batch, stopping, abandon);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || abandon.IsCancellationRequested)
        {
            // What has not been sent is in its publisher's outbox.
        }
    }

    /// <summary>As many of those that wait as one call takes, by number and by bytes.</summary>
    private List<Consignment> Pack()
    {
        var batch = new List<Consignment>(MostEntries);
        var bytes = 0;
        lock (_packing)
            while (batch.Count < MostEntries && _waiting.Reader.TryPeek(out var next) && (batch.Count == 0 || bytes + next.Bytes <= options.BatchBytes)
                && _waiting.Reader.TryRead(out next))
            {
                batch.Add(next);
                bytes += next.Bytes;
            }
        return batch;
    }

    private async Task Send(List<Consignment> batch, CancellationToken stopping, CancellationToken abandon)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var tries = 0; ; tries++)
        {
            if (fallback.InUse)
            {
                await fallback.Take(batch, abandon);
                return;
            }
            var verdicts = await bus.Put([.. batch.Select(consignment => consignment.Entry)], abandon);
            batch = await Settle(batch, verdicts, abandon);
            if (batch.Count == 0)
                return;
            if (stopping.IsCancellationRequested)
            {
                batch.ForEach(consignment => consignment.Parcel.OutOfReach());
                return;
            }
            if (Stopwatch.GetElapsedTime(begun) >= options.RetryFor)
            {
                LogGivesUp(batch.Count, tries + 1, Worst(verdicts));
                await fallback.Take(batch, abandon);
                return;
            }
            await Jitter.Sleep(Jitter.Wait(tries, options.FirstRetryWithin, options.LastRetryWithin), stopping);
        }
    }

    /// <summary>Tells the parcels what became of them.</summary>
    /// <returns>Those that are to be sent again.</returns>
    private static async Task<List<Consignment>> Settle(List<Consignment> batch, IReadOnlyList<Verdict> verdicts, CancellationToken abandon)
    {
        var again = new List<Consignment>();
        for (var i = 0; i < batch.Count; i++)
        {
            if (verdicts[i].Outcome == Outcome.Accepted) batch[i].Parcel.Held();
            else if (verdicts[i].Outcome == Outcome.Again) again.Add(batch[i]);
            else await Refuse(batch[i], verdicts[i], abandon);
        }
        return again;
    }

    private static Task Refuse(Consignment consignment, Verdict verdict, CancellationToken abandon) => consignment.Parcel.Refuse(
        new RefusedException(verdict.Code, $"EventBridge refuses \"{consignment.Entry.DetailType}\" on the bus {consignment.Entry.EventBusName}: {verdict.Code}: {verdict.Message}"), abandon);

    private static string Worst(IReadOnlyList<Verdict> verdicts)
    {
        var verdict = verdicts.First(verdict => verdict.Outcome == Outcome.Again);
        return $"{verdict.Code}: {verdict.Message}";
    }

    [LoggerMessage(LogLevel.Error, "EventBridge has not taken {Count} events after {Tries} tries; the last said {Error}")]
    private partial void LogGivesUp(int count, int tries, string error);
}
