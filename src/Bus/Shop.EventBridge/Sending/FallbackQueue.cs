using System.Text;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Logging;
using Shop.Events;

namespace Shop.EventBridge;

/// <summary>
/// The queue for events that EventBridge does not accept. Once a batch has used up its retries, all events go there, until EventBridge
/// accepts events from the queue again. Without such a queue, or if it accepts nothing either, events stay in their outboxes, the sweep
/// sends them again, and EventBridge is tried first.
/// </summary>
internal sealed partial class FallbackQueue(IAmazonSQS sqs, PutEvents bus, InboundAdapter inbound, ModuleDirectory modules, AwsOptions options, ILogger logger)
{
    private const int BatchSize = 10;       // SQS's limit for one call

    private string? _url;

    /// <summary>Whether events go to the queue at present.</summary>
    public bool InUse { get; private set; }

    /// <summary>
    /// Puts events that EventBridge has not accepted into the queue. Once the queue has accepted some, later events go to it directly.
    /// Events that it does not accept stay in their outboxes.
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
                Entries = [.. batch.Select((one, i) => new SendMessageBatchRequestEntry($"{i}", Encoding.UTF8.GetString(one.Event.Envelope.Json.Span)))],
            }, abort);
            return [.. (answer.Successful ?? []).Select(entry => entry.Id)];
        }
        catch (Exception e) when (!abort.IsCancellationRequested)
        {
            LogNotAccepted(e, options.FallbackQueue!, batch.Count);
            return [];
        }
    }

    /// <summary>Moves the queue's events to the bus at an interval until stopped.</summary>
    public Task Run(CancellationToken stopping) => options.FallbackQueue is not { Length: > 0 } queue
        ? Task.CompletedTask
        : new BackgroundLoop($"Fallback queue {queue}", async ct =>
        {
            while (await DrainSome(ct))
                continue;
            return options.DrainInterval;
        }, TimeProvider.System, logger).Run(stopping);

    /// <returns>Whether the queue may have more events that EventBridge would accept.</returns>
    private async Task<bool> DrainSome(CancellationToken stopping)
    {
        var url = await Url(stopping);
        var answer = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(url) { MaxNumberOfMessages = BatchSize }, stopping);
        if (answer.Messages is not { Count: > 0 } messages)
        {
            InUse = false;
            return false;
        }
        var done = await Put(messages, stopping);
        if (done.Count > 0)
            await sqs.DeleteMessageBatchAsync(
                url, [.. done.Select((message, i) => new DeleteMessageBatchRequestEntry($"{i}", message.ReceiptHandle))], stopping);
        if (messages.Except(done).ToList() is { Count: > 0 } left)      // visible at once, so that an empty receive means an empty queue
            await sqs.ChangeMessageVisibilityBatchAsync(
                url, [.. left.Select((message, i) => new ChangeMessageVisibilityBatchRequestEntry($"{i}", message.ReceiptHandle) { VisibilityTimeout = 0 })],
                stopping);
        if (done.Count > 0 && InUse)
        {
            InUse = false;
            LogDrained(options.FallbackQueue!);
        }
        return done.Count > 0;
    }

    /// <returns>The messages to delete from the queue.</returns>
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
            // Not the shop's message: it becomes a dead letter, so that it does not block the others.
            await inbound.Receive(modules.Hosted[0].Name, [bytes], ct);
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

    /// <summary>The module that stores the dead letter: the publisher, or another if the publisher is not hosted here.</summary>
    private string Publisher(Envelope envelope)
    {
        var module = envelope.Source.Split('.')[^1];
        return modules.Hosts(module) ? module : modules.Hosted[0].Name;
    }

    private async Task<string> Url(CancellationToken ct) => _url ??= (await sqs.GetQueueUrlAsync(options.FallbackQueue, ct)).QueueUrl;

    [LoggerMessage(LogLevel.Warning, "Fallback queue {Queue}: EventBridge does not accept events; they go to this queue until it does")]
    private partial void LogInUse(string queue);

    [LoggerMessage(LogLevel.Information, "Fallback queue {Queue}: EventBridge accepts events again; the queue is drained to the bus")]
    private partial void LogDrained(string queue);

    [LoggerMessage(LogLevel.Error,
        "Fallback queue {Queue}: the queue does not accept {Count} events either; they stay in their outboxes and are sent again")]
    private partial void LogNotAccepted(Exception e, string queue, int count);
}
