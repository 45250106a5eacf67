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
    private const int MostMessages = 10;    // that SQS gives in one call
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HelperEndsWithin = TimeSpan.FromMilliseconds(5);

    private readonly Channel<Message> _received = Channel.CreateBounded<Message>(2 * batchSize);
    private readonly MessagesInHand _inHand = new(sqs, options, logger);
    private string _url = "";
    private int _helpers;

    /// <summary>Pumps until it is stopped. What has been received is taken before it ends, unless it is abandoned.</summary>
    public async Task Run(CancellationToken stopping, CancellationToken abandon)
    {
        if (await FindQueue(stopping) is not { } url)
            return;
        _url = url;
        var receiving = ReceiveOnAndOn(stopping);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(abandon);
        var hiding = _inHand.KeepHidden(url, done.Token);
        await TakeOnAndOn(receiving, abandon);
        await done.CancelAsync();
        await hiding;
    }

    /// <summary>The queue's address; null when it was stopped before there was such a queue.</summary>
    private async Task<string?> FindQueue(CancellationToken stopping)
    {
        for (var tries = 0; ; tries++)
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
            if (!await Jitter.Sleep(Jitter.Wait(tries, FirstWait, LastWait), stopping))
                return null;
        }
    }

    private async Task ReceiveOnAndOn(CancellationToken stopping)
    {
        for (var failures = 0; !stopping.IsCancellationRequested;)
        {
            try
            {
                if (await Receive(options.ListenFor, stopping) == MostMessages)
                    CallHelper(stopping);
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
        while (Volatile.Read(ref _helpers) > 0)
            await Task.Delay(HelperEndsWithin, CancellationToken.None);
        _received.Writer.Complete();
    }

    /// <summary>The queue gives as much as one call can take: another receives beside it, until it gives less.</summary>
    private void CallHelper(CancellationToken stopping)
    {
        if (Interlocked.Increment(ref _helpers) >= options.ReceivesAtOnce)
        {
            Interlocked.Decrement(ref _helpers);
            return;
        }
        _ = Task.Run(async () =>
        {
            try
            {
                while (await Receive(TimeSpan.Zero, stopping) == MostMessages)
                    continue;
            }
            catch (Exception e)
            {
                if (!stopping.IsCancellationRequested)
                    LogCannotReceive(queue, e.Message);      // the one that listens goes on, and waits if it fails as well
            }
            finally
            {
                Interlocked.Decrement(ref _helpers);
            }
        }, CancellationToken.None);
    }

    private async Task<int> Receive(TimeSpan listenFor, CancellationToken stopping)
    {
        var answer = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(_url)
        {
            MaxNumberOfMessages = MostMessages,
            WaitTimeSeconds = (int)listenFor.TotalSeconds,
            VisibilityTimeout = (int)options.HiddenFor.TotalSeconds,
            MessageSystemAttributeNames = ["All"],
            MessageAttributeNames = ["All"],
        }, stopping);
        var messages = answer.Messages ?? [];
        foreach (var message in messages)
        {
            _inHand.Add(message);
            await _received.Writer.WriteAsync(message, CancellationToken.None);
        }
        return messages.Count;
    }

    private async Task TakeOnAndOn(Task receiving, CancellationToken abandon)
    {
        var deleting = Task.CompletedTask;
        try
        {
            while (await _received.Reader.WaitToReadAsync(abandon))
            {
                var batch = new List<Message>();
                while (batch.Count < batchSize && _received.Reader.TryRead(out var message))
                    batch.Add(message);
                await Take(batch, abandon);
                await deleting;
                deleting = Delete(batch, abandon);
            }
            await receiving;
            await deleting;
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            // What is not deleted comes again.
        }
    }

    /// <summary>A message of which nobody thought is not to keep the rest: it stays in the queue, and goes to the dead letters after some receives.</summary>
    private async Task Take(List<Message> batch, CancellationToken abandon)
    {
        try
        {
            await take(batch, abandon);
        }
        catch (Exception e) when (!abandon.IsCancellationRequested)
        {
            if (batch.Count == 1)
            {
                LogNotTaken(e, batch[0].MessageId, queue);
                _inHand.Remove(batch);
                batch.Clear();
                return;
            }
            var kept = batch.ToList();
            batch.Clear();
            foreach (var one in kept.Select(message => new List<Message> { message }))
            {
                await Take(one, abandon);
                batch.AddRange(one);
            }
        }
    }

    private async Task Delete(List<Message> taken, CancellationToken abandon)
    {
        await Task.WhenAll(taken.Chunk(MostMessages).Select(some => DeleteSome(some, abandon)));
        _inHand.Remove(taken);
    }

    private async Task DeleteSome(Message[] some, CancellationToken abandon)
    {
        try
        {
            var answer = await sqs.DeleteMessageBatchAsync(
                _url, [.. some.Select((message, i) => new DeleteMessageBatchRequestEntry($"{i}", message.ReceiptHandle))], abandon);
            if (answer.Failed is { Count: > 0 } failed)
                LogNotDeleted(failed.Count, queue, failed[0].Code);
        }
        catch (Exception e) when (!abandon.IsCancellationRequested)
        {
            LogNotDeleted(some.Length, queue, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The queue {Queue} cannot be found; nothing is heard from it until it is: {Error}. `infra terraform` or `infra apply` makes it")]
    private partial void LogNoQueue(string queue, string error);

    [LoggerMessage(LogLevel.Warning, "Nothing could be received from the queue {Queue}; trying again: {Error}")]
    private partial void LogCannotReceive(string queue, string error);

    [LoggerMessage(LogLevel.Error, "The message {Id} of the queue {Queue} could not be taken; it comes again, and goes to the queue's dead letters in the end")]
    private partial void LogNotTaken(Exception e, string id, string queue);

    [LoggerMessage(LogLevel.Warning, "{Count} messages that have been heard could not be deleted from the queue {Queue}; they come again and are dropped: {Error}")]
    private partial void LogNotDeleted(int count, string queue, string error);
}
