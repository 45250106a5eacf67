using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Shop.EventBridge;

/// <summary>
/// Sends events to EventBridge, several calls at once, up to ten events in a call. It does not wait for a call to fill: calls fill with the
/// load, and a single event is sent at once. It acknowledges an event when EventBridge, or the fallback queue, has accepted it; until then
/// only the publisher's outbox stores it.
/// </summary>
internal sealed partial class PutEventsSender(PutEvents bus, FallbackQueue fallback, AwsOptions options, int capacity, ILogger logger)
{
    private const int MaxEntries = 10;     // PutEvents's limit

    private readonly Channel<PutEventsItem> _waiting = Channel.CreateBounded<PutEventsItem>(capacity);
    private readonly Lock _filling = new();

    /// <summary>Queues an event; false if the queue is full.</summary>
    public bool TryAdd(PutEventsItem item) => _waiting.Writer.TryWrite(item);

    /// <summary>Runs until stopped. Batches in flight are completed, unless it is aborted.</summary>
    public Task Run(CancellationToken stopping, CancellationToken abort) =>
        Task.WhenAll(Enumerable.Range(0, options.MaxConcurrentCalls).Select(_ => Task.Run(() => SendLoop(stopping, abort), CancellationToken.None)));

    private async Task SendLoop(CancellationToken stopping, CancellationToken abort)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stopping))
                if (FillBatch() is { Count: > 0 } batch)
                    await Send(batch, stopping, abort);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || abort.IsCancellationRequested)
        {
            // Events that were not sent are in their publishers' outboxes.
        }
    }

    /// <summary>Takes as many queued events as one call may have, by number and by bytes.</summary>
    private List<PutEventsItem> FillBatch()
    {
        var batch = new List<PutEventsItem>(MaxEntries);
        var bytes = 0;
        lock (_filling)
            while (batch.Count < MaxEntries && _waiting.Reader.TryPeek(out var next) && (batch.Count == 0 || bytes + next.Bytes <= options.BatchBytes)
                && _waiting.Reader.TryRead(out next))
            {
                batch.Add(next);
                bytes += next.Bytes;
            }
        return batch;
    }

    private async Task Send(List<PutEventsItem> batch, CancellationToken stopping, CancellationToken abort)
    {
        var started = Stopwatch.GetTimestamp();
        for (var attempts = 0; ; attempts++)
        {
            if (fallback.InUse)
            {
                await fallback.Take(batch, abort);
                return;
            }
            var outcomes = await bus.Put([.. batch.Select(item => item.Entry)], abort);
            batch = await Settle(batch, outcomes, abort);
            if (batch.Count == 0)
                return;
            if (stopping.IsCancellationRequested)
            {
                batch.ForEach(item => item.Event.MarkUnroutable());
                return;
            }
            if (Stopwatch.GetElapsedTime(started) >= options.RetryDuration)
            {
                LogGivesUp(batch.Count, attempts + 1, Worst(outcomes));
                await fallback.Take(batch, abort);
                return;
            }
            await Task.Delay(Backoff.Delay(attempts, options.RetryDelay, options.MaxRetryDelay), stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Acknowledges accepted events and rejects rejected ones.</summary>
    /// <returns>The events to retry.</returns>
    private static async Task<List<PutEventsItem>> Settle(List<PutEventsItem> batch, IReadOnlyList<PutEventsOutcome> outcomes, CancellationToken abort)
    {
        var retry = new List<PutEventsItem>();
        for (var i = 0; i < batch.Count; i++)
        {
            if (outcomes[i].Kind == PutEventsOutcomeKind.Accepted) batch[i].Event.Acknowledge();
            else if (outcomes[i].Kind == PutEventsOutcomeKind.Retry) retry.Add(batch[i]);
            else await Reject(batch[i], outcomes[i], abort);
        }
        return retry;
    }

    private static Task Reject(PutEventsItem item, PutEventsOutcome outcome, CancellationToken abort) => item.Event.Reject(new TransportRejectedException(
        outcome.Code, $"EventBridge rejects \"{item.Entry.DetailType}\" on the bus {item.Entry.EventBusName}: {outcome.Code}: {outcome.Message}"), abort);

    private static string Worst(IReadOnlyList<PutEventsOutcome> outcomes)
    {
        var outcome = outcomes.First(outcome => outcome.Kind == PutEventsOutcomeKind.Retry);
        return $"{outcome.Code}: {outcome.Message}";
    }

    [LoggerMessage(LogLevel.Error,
        "PutEvents sender: EventBridge did not accept {Count} events in {Attempts} attempts; last error: {Error}")]
    private partial void LogGivesUp(int count, int attempts, string error);
}
