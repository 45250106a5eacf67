using System.Text;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Logging;
using Shop.Events;
using Shop.Messaging;

namespace Shop.EventBridge;

/// <summary>
/// The queue that takes events while EventBridge does not. From when a batch has spent its tries, all go there, until EventBridge takes
/// again what is put to it from the queue. Without a queue, or with one that takes nothing either, events go back to their outboxes, where the
/// sweep finds them, and EventBridge is asked first again.
/// </summary>
internal sealed partial class FallbackQueue(IAmazonSQS sqs, PutEvents bus, InboundAdapter inbound, Modules modules, AwsOptions options, ILogger logger)
{
    private const int AtOnce = 10;          // messages that SQS takes or gives in one call

    private string? _url;

    /// <summary>Whether events go to the queue at present.</summary>
    public bool InUse { get; private set; }

    /// <summary>
    /// Puts events into the queue that EventBridge has not taken; once it takes some, those that follow come here at once. What it does not take
    /// goes back to its outbox.
    /// </summary>
    public async Task Take(List<PutEventsItem> batch, CancellationToken abort)
    {
        var taken = options.FallbackQueue is { Length: > 0 } ? await Enqueue(batch, abort) : [];
        if (taken.Count > 0 && !InUse)
            LogInUse(options.FallbackQueue!);
        InUse = taken.Count > 0;
        for (var i = 0; i < batch.Count; i++)
        {
            if (taken.Contains($"{i}")) batch[i].Event.Acknowledge();
            else batch[i].Event.MarkUnroutable();
        }
    }

    private async Task<HashSet<string>> Enqueue(List<PutEventsItem> batch, CancellationToken abort)
    {
        try
        {
            var answer = await sqs.SendMessageBatchAsync(new SendMessageBatchRequest
            {
                QueueUrl = await Url(abort),
                Entries = [.. batch.Select((one, i) => new SendMessageBatchRequestEntry($"{i}", Encoding.UTF8.GetString(one.Event.Json.Span)))],
            }, abort);
            return [.. (answer.Successful ?? []).Select(entry => entry.Id)];
        }
        catch (Exception e) when (!abort.IsCancellationRequested)
        {
            LogDoesNotTake(e, options.FallbackQueue!, batch.Count);
            return [];
        }
    }

    /// <summary>Puts what is in the queue on the bus, now and then, until it is stopped.</summary>
    public async Task Run(CancellationToken stopping)
    {
        while (options.FallbackQueue is { Length: > 0 } queue && !stopping.IsCancellationRequested)
        {
            try
            {
                while (await DrainSome(stopping))
                    continue;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogNotDrained(e, queue);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Jitter.Sleep(options.DrainInterval, stopping);
        }
    }

    /// <returns>Whether there may be more that EventBridge would take.</returns>
    private async Task<bool> DrainSome(CancellationToken stopping)
    {
        var url = await Url(stopping);
        var answer = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(url) { MaxNumberOfMessages = AtOnce }, stopping);
        if (answer.Messages is not { Count: > 0 } messages)
        {
            InUse = false;
            return false;
        }
        var done = await Put(messages, stopping);
        if (done.Count > 0)
            await sqs.DeleteMessageBatchAsync(url, [.. done.Select((message, i) => new DeleteMessageBatchRequestEntry($"{i}", message.ReceiptHandle))], stopping);
        if (messages.Except(done).ToList() is { Count: > 0 } left)      // seen again at the next look, so that an empty queue is one that is empty
            await sqs.ChangeMessageVisibilityBatchAsync(
                url, [.. left.Select((message, i) => new ChangeMessageVisibilityBatchRequestEntry($"{i}", message.ReceiptHandle) { VisibilityTimeout = 0 })], stopping);
        if (done.Count > 0 && InUse)
        {
            InUse = false;
            LogBack(options.FallbackQueue!);
        }
        return done.Count > 0;
    }

    /// <returns>The messages that are no more needed in the queue.</returns>
    private async Task<List<Message>> Put(List<Message> messages, CancellationToken ct)
    {
        var done = new List<Message>();
        var events = new List<(Message Message, Envelope Envelope)>();
        foreach (var message in messages)
        {
            var bytes = Encoding.UTF8.GetBytes(message.Body);
            if (Envelope.ParseOrNull(bytes) is { } envelope)
            {
                events.Add((message, envelope));
                continue;
            }
            // The shop puts nothing there that it cannot read: it is somebody else's, and a dead letter, rather than in the way of all others.
            await inbound.Receive(modules.First().Name, [bytes], ct);
            done.Add(message);
        }

        var outcomes = events.Count == 0 ? [] : await bus.Put([.. events.Select(one => PutEventsItem.EntryOf(one.Envelope, options.EventBus))], ct);
        foreach (var ((message, envelope), outcome) in events.Zip(outcomes))
        {
            if (outcome.Kind == PutEventsOutcomeKind.Retry)
                continue;
            if (outcome.Kind == PutEventsOutcomeKind.Rejected)
                await inbound.StoreRejected(Publisher(envelope), envelope, new TransportRejectedException(outcome.Code, outcome.Message), ct);
            done.Add(message);
        }
        return done;
    }

    /// <summary>Whose dead letter it is; another module's when its own is not hosted here.</summary>
    private string Publisher(Envelope envelope)
    {
        var module = envelope.Source.Split('.')[^1];
        return modules.Hosts(module) ? module : modules.First().Name;
    }

    private async Task<string> Url(CancellationToken ct) => _url ??= (await sqs.GetQueueUrlAsync(options.FallbackQueue, ct)).QueueUrl;

    [LoggerMessage(LogLevel.Warning, "EventBridge does not take events; they go to the queue {Queue} until it does")]
    private partial void LogInUse(string queue);

    [LoggerMessage(LogLevel.Information, "EventBridge takes events again; what is in the queue {Queue} is put on the bus")]
    private partial void LogBack(string queue);

    [LoggerMessage(LogLevel.Error, "The queue {Queue} has not taken {Count} events either; they stay in their outboxes and are tried again")]
    private partial void LogDoesNotTake(Exception e, string queue, int count);

    [LoggerMessage(LogLevel.Warning, "The queue {Queue} could not be drained; trying again")]
    private partial void LogNotDrained(Exception e, string queue);
}
