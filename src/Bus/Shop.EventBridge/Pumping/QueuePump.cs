using System.Threading.Channels;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Logging;

namespace Shop.EventBridge;

/// <summary>
/// Receives messages from a queue, processes them in batches, and deletes them once they are stored. SQS redelivers messages that are not
/// deleted. One long poll waits at a quiet queue; more receivers run while the queue is full.
/// </summary>
/// <param name="sqs">The client.</param>
/// <param name="queue">The queue's name.</param>
/// <param name="process">Processes a batch; returns once it is stored.</param>
/// <param name="options">The number of receivers and the visibility timeout.</param>
/// <param name="batchSize">The most messages in one batch.</param>
/// <param name="logger">Logs failures.</param>
internal sealed partial class QueuePump(
    IAmazonSQS sqs, string queue, Func<IReadOnlyList<Message>, CancellationToken, Task> process, AwsOptions options, int batchSize, ILogger logger)
{
    private const int MaxMessages = 10;    // SQS's limit for one receive
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ExtraReceiverIdleTime = TimeSpan.FromMilliseconds(5);

    private readonly Channel<Message> _received = Channel.CreateBounded<Message>(2 * batchSize);
    private readonly VisibilityExtender _inFlight = new(sqs, options, logger);
    private string _url = "";
    private int _extraReceivers;

    /// <summary>Runs until stopped. Received messages are processed before it ends, unless it is aborted.</summary>
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

    /// <summary>The queue's URL; null if the pump is stopped before the queue exists.</summary>
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

    /// <summary>Waits; false if the pump is stopped meanwhile.</summary>
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

    /// <summary>Starts another receiver after a full receive; it runs until a receive is not full.</summary>
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
                    LogCannotReceive(queue, e.Message);      // the long poll goes on, and backs off if it fails too
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
            // SQS redelivers the messages that were not deleted.
        }
    }

    /// <summary>
    /// A message that cannot be processed must not block the rest: SQS redelivers it, and moves it to the dead-letter queue in the end.
    /// </summary>
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

    [LoggerMessage(LogLevel.Warning,
        "Queue pump of {Queue}: queue not found, nothing is received: {Error}. Apply the Terraform configuration, or run `Shop.Tools infra apply`")]
    private partial void LogNoQueue(string queue, string error);

    [LoggerMessage(LogLevel.Warning, "Queue pump of {Queue}: receiving failed, retrying: {Error}")]
    private partial void LogCannotReceive(string queue, string error);

    [LoggerMessage(LogLevel.Error,
        "Queue pump of {Queue}: processing message {Id} failed; SQS redelivers it, and moves it to the dead-letter queue in the end")]
    private partial void LogNotProcessed(Exception e, string id, string queue);

    [LoggerMessage(LogLevel.Warning,
        "Queue pump of {Queue}: deleting {Count} processed messages failed; SQS redelivers them and the inbox drops them: {Error}")]
    private partial void LogNotDeleted(int count, string queue, string error);
}
