using System.Collections.Concurrent;
using Amazon.SQS;
using Amazon.SQS.Model;
using Microsoft.Extensions.Logging;

namespace Shop.EventBridge;

/// <summary>Extends the visibility timeouts of messages that are received and not yet deleted.</summary>
internal sealed partial class VisibilityExtender(IAmazonSQS sqs, AwsOptions options, ILogger logger)
{
    private const int BatchSize = 10;      // SQS's limit for one call

    private readonly ConcurrentDictionary<string, DateTime> _since = new();

    private TimeSpan Interval => options.VisibilityTimeout / 3;

    public void Add(Message message) => _since[message.ReceiptHandle] = DateTime.UtcNow;

    public void Remove(IEnumerable<Message> messages)
    {
        foreach (var message in messages)
            _since.TryRemove(message.ReceiptHandle, out _);
    }

    /// <summary>Extends the timeouts at an interval until cancelled.</summary>
    public Task Run(string url, CancellationToken done) => new BackgroundLoop($"Visibility extender of {url}", async ct =>
    {
        var old = DateTime.UtcNow - Interval / 2;
        foreach (var some in _since.Where(one => one.Value < old).Select(one => one.Key).Chunk(BatchSize))
            await Extend(url, some, ct);
        return Interval;
    }, TimeProvider.System, logger).Run(done);

    private async Task Extend(string url, string[] receipts, CancellationToken done)
    {
        try
        {
            await sqs.ChangeMessageVisibilityBatchAsync(url,
                [.. receipts.Select((receipt, i) =>
                    new ChangeMessageVisibilityBatchRequestEntry($"{i}", receipt) { VisibilityTimeout = (int)options.VisibilityTimeout.TotalSeconds })], done);
        }
        catch (Exception e) when (!done.IsCancellationRequested)
        {
            LogNotExtended(receipts.Length, url, e.Message);
        }
        catch (OperationCanceledException)
        {
            // Nothing is in flight.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Visibility extender: extending the timeouts of {Count} messages of {Url} failed; "
        + "another process may receive them, and the inbox drops the duplicates: {Error}")]
    private partial void LogNotExtended(int count, string url, string error);
}
