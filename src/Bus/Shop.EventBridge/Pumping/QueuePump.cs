using System.Threading.Channels;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Logging;

namespace Shop.EventBridge;

/// <summary>
/// Receives messages from a queue, has them processed many at once, and deletes them when they are stored. SQS delivers again what is not deleted. One
/// long poll waits at a quiet queue; more receive as long as it is full.
/// </summary>
/// <param name="sqs">The client.</param>
/// <param name="queue">The queue's name.</param>
/// <param name="process">Processes messages; returns when they are stored.</param>
/// <param name="options">How many are received at once, and their visibility time-out.</param>
/// <param name="batchSize">How many are given to <paramref name="process"/> at most.</param>
/// <param name="logger">Logs what went wrong.</param>
internal sealed partial class QueuePump(
    IAmazonSQS sqs, string queue, Func<IReadOnlyList<Message>, CancellationToken, Task> process, AwsOptions options, int batchSize, ILogger logger)
{
    private const int MaxMessages = 10;    // that SQS gives in one call
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ExtraReceiverIdleTime = TimeSpan.FromMilliseconds(5);

    private readonly Channel<Message> _received = Channel.CreateBounded<Message>(2 * batchSize);
    private readonly VisibilityExtender _inFlight = new(sqs, options, logger);
    private string _url = "";
    private int _extraReceivers;

    /// <summary>Pumps until it is stopped. What has been received is processed before it ends, unless it is aborted.</summary>
    public async Task Run(CancellationToken stopping, CancellationToken abort)
    {
        if (await FindQueue(stopping) is not { } url)
            return;
        _url = url;
        var receiving = ReceiveLoop(stopping);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(abort);
        var hiding = _inFlight.Run(url, done.Token);
        await ProcessLoop(receiving, abort);
        await done.CancelAsync();
        await hiding;
    }

    /// <summary>The queue's URL; null when the pump was stopped before the queue existed.</summary>
    private async Task<string?> FindQueue(CancellationToken stopping)
    {
        for (var attempts = 0; ; attempts++)
        {
            try
            {
                return (await sqs.GetQueueUrlAsync(queue, stopping)).QueueUrl;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogNoQueue(queue, e.Message);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
            if (!await Wait(Backoff.Delay(attempts, FirstWait, LastWait), stopping))
                return null;
        }
    }

    /// <summary>Waits; false when the pump was stopped meanwhile.</summary>
    private static async Task<bool> Wait(TimeSpan wait, CancellationToken stopping)
    {
        await Task.Delay(wait, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stopping.IsCancellationRequested;
    }

    private async Task ReceiveLoop(CancellationToken stopping)
    {
        for (var failures = 0; !stopping.IsCancellationRequested;)
        {
            try
            {
                if (await Receive(options.WaitTime, stopping) == MaxMessages)
                    StartExtraReceiver(stopping);
                failures = 0;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogCannotReceive(queue, e.Message);
                await Wait(Backoff.Delay(failures++, FirstWait, LastWait), stopping);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        while (Volatile.Read(ref _extraReceivers) > 0)
            await Task.Delay(ExtraReceiverIdleTime, CancellationToken.None);
        _received.Writer.Complete();
    }

    /// <summary>One call returned as many messages as it can: another receiver runs beside it until it returns fewer.</summary>
    private void StartExtraReceiver(CancellationToken stopping)
    {
        if (Interlocked.Increment(ref _extraReceivers) >= options.MaxConcurrentReceives)
        {
            Interlocked.Decrement(ref _extraReceivers);
            return;
        }
        _ = Task.Run(async () =>
        {
            try
            {
                while (await Receive(TimeSpan.Zero, stopping) == MaxMessages)
                    continue;
            }
            catch (Exception e)
            {
                if (!stopping.IsCancellationRequested)
                    LogCannotReceive(queue, e.Message);      // the long poll continues, and waits if it fails as well
            }
            finally
            {
                Interlocked.Decrement(ref _extraReceivers);
            }
        }, CancellationToken.None);
    }

    private async Task<int> Receive(TimeSpan waitTime, CancellationToken stopping)
    {
        var answer = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(_url)
        {
            MaxNumberOfMessages = MaxMessages,
            WaitTimeSeconds = (int)waitTime.TotalSeconds,
            VisibilityTimeout = (int)options.VisibilityTimeout.TotalSeconds,
            MessageSystemAttributeNames = ["All"],
            MessageAttributeNames = ["All"],
        }, stopping);
        var messages = answer.Messages ?? [];
        foreach (var message in messages)
        {
            _inFlight.Add(message);
            await _received.Writer.WriteAsync(message, CancellationToken.None);
        }
        return messages.Count;
    }

    private async Task ProcessLoop(Task receiving, CancellationToken abort)
    {
        var deleting = Task.CompletedTask;
        try
        {
            while (await _received.Reader.WaitToReadAsync(abort))
            {
                var batch = new List<Message>();
                while (batch.Count < batchSize && _received.Reader.TryRead(out var message))
                    batch.Add(message);
                await Process(batch, abort);
                await deleting;
                deleting = Delete(batch, abort);
            }
            await receiving;
            await deleting;
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            // SQS delivers again what is not deleted.
        }
    }

    /// <summary>An unexpected message must not hold up the rest: it stays in the queue, and SQS moves it to the dead-letter queue after some receives.</summary>
    private async Task Process(List<Message> batch, CancellationToken abort)
    {
        try
        {
            await process(batch, abort);
        }
        catch (Exception e) when (!abort.IsCancellationRequested)
        {
            if (batch.Count == 1)
            {
                LogNotProcessed(e, batch[0].MessageId, queue);
                _inFlight.Remove(batch);
                batch.Clear();
                return;
            }
            var messages = batch.ToList();
            batch.Clear();
            foreach (var one in messages.Select(message => new List<Message> { message }))
            {
                await Process(one, abort);
                batch.AddRange(one);
            }
        }
    }

    private async Task Delete(List<Message> processed, CancellationToken abort)
    {
        await Task.WhenAll(processed.Chunk(MaxMessages).Select(some => DeleteSome(some, abort)));
        _inFlight.Remove(processed);
    }

    private async Task DeleteSome(Message[] some, CancellationToken abort)
    {
        try
        {
            var answer = await sqs.DeleteMessageBatchAsync(
                _url, [.. some.Select((message, i) => new DeleteMessageBatchRequestEntry($"{i}", message.ReceiptHandle))], abort);
            if (answer.Failed is { Count: > 0 } failed)
                LogNotDeleted(failed.Count, queue, failed[0].Code);
        }
        catch (Exception e) when (!abort.IsCancellationRequested)
        {
            LogNotDeleted(some.Length, queue, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Queue pump of {Queue}: the queue cannot be found, and nothing is received until it is: {Error}. Create it with `infra terraform` or `infra apply`")]
    private partial void LogNoQueue(string queue, string error);

    [LoggerMessage(LogLevel.Warning, "Queue pump of {Queue}: receiving failed, retrying: {Error}")]
    private partial void LogCannotReceive(string queue, string error);

    [LoggerMessage(LogLevel.Error, "Queue pump of {Queue}: message {Id} could not be processed; SQS delivers it again, and moves it to the dead-letter queue in the end")]
    private partial void LogNotProcessed(Exception e, string id, string queue);

    [LoggerMessage(LogLevel.Warning, "Queue pump of {Queue}: {Count} processed messages could not be deleted; SQS delivers them again and the inbox drops them: {Error}")]
    private partial void LogNotDeleted(int count, string queue, string error);
}
