using System.Collections.Concurrent;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Logging;

namespace Shop.EventBridge;

/// <summary>Messages that have been received and not yet deleted. While they are here they are kept hidden from others.</summary>
internal sealed partial class VisibilityExtender(IAmazonSQS sqs, AwsOptions options, ILogger logger)
{
    private const int BatchSize = 10;      // messages that SQS takes in one call

    private readonly ConcurrentDictionary<string, DateTime> _since = new();

    private TimeSpan Interval => options.VisibilityTimeout / 3;

    public void Add(Message message) => _since[message.ReceiptHandle] = DateTime.UtcNow;

    public void Remove(IEnumerable<Message> messages)
    {
        foreach (var message in messages)
            _since.TryRemove(message.ReceiptHandle, out _);
    }

    /// <summary>Prolongs, again and again, the time for which they are hidden.</summary>
    public async Task Run(string url, CancellationToken done)
    {
        while (await Jitter.Sleep(Interval, done))
        {
            var old = DateTime.UtcNow - Interval / 2;
            foreach (var some in _since.Where(one => one.Value < old).Select(one => one.Key).Chunk(BatchSize))
                await Prolong(url, some, done);
        }
    }

    private async Task Prolong(string url, string[] receipts, CancellationToken done)
    {
        try
        {
            await sqs.ChangeMessageVisibilityBatchAsync(url,
                [.. receipts.Select((receipt, i) => new ChangeMessageVisibilityBatchRequestEntry($"{i}", receipt) { VisibilityTimeout = (int)options.VisibilityTimeout.TotalSeconds })], done);
        }
        catch (Exception e) when (!done.IsCancellationRequested)
        {
            LogNotProlonged(receipts.Length, url, e.Message);
        }
        catch (OperationCanceledException)
        {
            // Nothing is in hand any more.
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} messages in hand could not be kept hidden in {Url}; another may receive them, and the inbox drops the second: {Error}")]
    private partial void LogNotProlonged(int count, string url, string error);
}
