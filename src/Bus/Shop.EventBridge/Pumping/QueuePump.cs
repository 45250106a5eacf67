using System.Threading.Channels;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Logging;

namespace Shop.EventBridge;

/// <summary>
/// Brings what is in a queue to whoever takes it, many messages at once, and deletes them when he has them durably. What is not deleted
/// comes again. One call listens to a quiet queue; more receive as long as it is full.
/// </summary>
/// <param name="sqs">The client.</param>
/// <param name="queue">The queue's name.</param>
/// <param name="take">Takes messages; returns when they are durable.</param>
/// <param name="options">How many at once, and how long they are hidden meanwhile.</param>
/// <param name="batchSize">How many are given to <paramref name="take"/> at the most.</param>
/// <param name="logger">Tells what went wrong.</param>
internal sealed partial class QueuePump(
    IAmazonSQS sqs, string queue, Func<IReadOnlyList<Message>, CancellationToken, Task> take, AwsOptions options, int batchSize, ILogger logger)
{
    private const int MaxMessages = 10;    // that SQS gives in one call
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ExtraReceiverIdleTime = TimeSpan.FromMilliseconds(5);

    private readonly Channel<Message> _received = Channel.CreateBounded<Message>(2 * batchSize);
    private readonly VisibilityExtender _inFlight = new(sqs, options, logger);
    private string _url = "";
    private int _extraReceivers;

    /// <summary>Pumps until it is stopped. What has been received is taken before it ends, unless it is abandoned.</summary>
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

    /// <summary>The queue's address; null when it was stopped before there was such a queue.</summary>
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
            if (!await Jitter.Sleep(Jitter.Wait(attempts, FirstWait, LastWait), stopping))
                return null;
        }
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
                await Jitter.Sleep(Jitter.Wait(failures++, FirstWait, LastWait), stopping);
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

    /// <summary>The queue gives as much as one call can take: another receives beside it, until it gives less.</summary>
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
                    LogCannotReceive(queue, e.Message);      // the one that listens goes on, and waits if it fails as well
            }
            finally
            {
                Interlocked.Decrement(ref _extraReceivers);
            }
        }, CancellationToken.None);
    }

    private async Task<int> Receive(TimeSpan listenFor, CancellationToken stopping)
    {
        var answer = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(_url)
        {
            MaxNumberOfMessages = MaxMessages,
            WaitTimeSeconds = (int)listenFor.TotalSeconds,
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
            // What is not deleted comes again.
        }
    }

    /// <summary>A message of which nobody thought is not to keep the rest: it stays in the queue, and goes to the dead letters after some receives.</summary>
    private async Task Process(List<Message> batch, CancellationToken abort)
    {
        try
        {
            await take(batch, abort);
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
            var kept = batch.ToList();
            batch.Clear();
            foreach (var one in kept.Select(message => new List<Message> { message }))
            {
                await Process(one, abort);
                batch.AddRange(one);
            }
        }
    }

    private async Task Delete(List<Message> taken, CancellationToken abort)
    {
        await Task.WhenAll(taken.Chunk(MaxMessages).Select(some => DeleteSome(some, abort)));
        _inFlight.Remove(taken);
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

    [LoggerMessage(LogLevel.Warning, "The queue {Queue} cannot be found; nothing is heard from it until it is: {Error}. `infra terraform` or `infra apply` makes it")]
    private partial void LogNoQueue(string queue, string error);

    [LoggerMessage(LogLevel.Warning, "Nothing could be received from the queue {Queue}; trying again: {Error}")]
    private partial void LogCannotReceive(string queue, string error);

    [LoggerMessage(LogLevel.Error, "The message {Id} of the queue {Queue} could not be taken; it comes again, and goes to the queue's dead letters in the end")]
    private partial void LogNotProcessed(Exception e, string id, string queue);

    [LoggerMessage(LogLevel.Warning, "{Count} messages that have been heard could not be deleted from the queue {Queue}; they come again and are dropped: {Error}")]
    private partial void LogNotDeleted(int count, string queue, string error);
}
