using System.Text;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Logging;

namespace Shop.EventBridge;

/// <summary>The queue pumps of a process: for each hosted module, one for its queue and one for its dead-letter queue.</summary>
internal sealed class QueuePumps(IAmazonSQS sqs, ModuleDirectory modules, InboundAdapter inbound, BusOptions bus, AwsOptions options, ILoggerFactory loggers)
{
    /// <summary>Runs until stopped.</summary>
    public Task Run(CancellationToken stopping, CancellationToken abort) => Task.WhenAll(modules.Hosted.SelectMany(module => new[]
    {
        Pump(options.QueueOf(module.Name), (messages, ct) => Receive(module.Name, messages, ct)),
        Pump(options.DeadLetterQueueOf(module.Name), (messages, ct) => StoreUndeliverable(module.Name, messages, ct)),
    }).Select(pump => Task.Run(() => pump.Run(stopping, abort), CancellationToken.None)));

    private QueuePump Pump(string queue, Func<IReadOnlyList<Message>, CancellationToken, Task> take) =>
        new(sqs, queue, take, options, bus.BatchSize, loggers.CreateLogger<QueuePump>());

    private Task Receive(string module, IReadOnlyList<Message> messages, CancellationToken ct) =>
        inbound.Receive(module, [.. messages.Select(message => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(message.Body))], ct);

    private async Task StoreUndeliverable(string module, IReadOnlyList<Message> messages, CancellationToken ct)
    {
        foreach (var message in messages)
            await inbound.StoreUndeliverable(module, Encoding.UTF8.GetBytes(message.Body), Why(message), ct);
    }

    /// <summary>
    /// EventBridge gives the reason in attributes of the message. SQS gives none, and its receive count may start again in the dead-letter queue.
    /// </summary>
    private static UndeliverableException Why(Message message)
    {
        if (Attribute(message, "ERROR_CODE") is { } code)
            return new UndeliverableException(
                code, $"EventBridge could not deliver it for {Attribute(message, "RULE_ARN")}: {Attribute(message, "ERROR_MESSAGE")}",
                Attribute(message, "EXHAUSTED_RETRY_CONDITION"));
        return new UndeliverableException(
            "ERROR_FROM_TARGET", "SQS moved the message to the dead-letter queue after too many receives, each without a delete.");
    }

    private static string? Attribute(Message message, string name) => message.MessageAttributes?.GetValueOrDefault(name)?.StringValue;
}
