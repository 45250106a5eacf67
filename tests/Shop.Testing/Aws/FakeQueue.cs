using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shop.Testing;

/// <summary>A queue like SQS's: a received message is hidden for a while and delivered again unless it is deleted.</summary>
public sealed class FakeQueue
{
    private readonly Lock _lock = new();
    private readonly LinkedList<FakeMessage> _visible = [];
    private readonly Dictionary<string, (FakeMessage Message, DateTime Until)> _hidden = [];
    private readonly Func<string, FakeQueue?> _findQueue;
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _mostReceives = int.MaxValue;
    private string? _deadLetters;

    internal FakeQueue(string name, Func<string, FakeQueue?> findQueue) => (Name, _findQueue) = (name, findQueue);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Whether a message is delivered twice; called for each.</summary>
    public Func<bool> GivesTwice { get; set; } = () => false;

    /// <summary>How long a sent message stays hidden, so that others overtake it; called for each.</summary>
    public Func<TimeSpan> Holds { get; set; } = () => TimeSpan.Zero;

    /// <summary>Whether a call fails with a 500; called for each.</summary>
    public Func<bool> Fails { get; set; } = () => false;

    /// <summary>How many of its next calls fail with a 500.</summary>
    public int Failures { get; set; }

    /// <summary>How often a visibility timeout was extended.</summary>
    public int Prolonged { get; private set; }

    /// <summary>How many messages are in it, hidden or not.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _visible.Count + _hidden.Count;
        }
    }

    /// <summary>Sends a message.</summary>
    public void Send(string body, IReadOnlyDictionary<string, string>? attributes = null)
    {
        var message = new FakeMessage(body, attributes ?? new Dictionary<string, string>());
        var hold = Holds();
        lock (_lock)
            if (hold > TimeSpan.Zero) _hidden[$"held {message.MessageId}"] = (message, DateTime.UtcNow + hold);
            else _visible.AddLast(message);
        Ring();
    }

    /// <summary>Ends all visibility timeouts.</summary>
    public void ShowHidden()
    {
        lock (_lock)
            ShowUntil(DateTime.MaxValue);
        Ring();
    }

    /// <summary>Moves messages that were received this often without a delete to another queue.</summary>
    public void RedriveTo(string deadLetters, int maxReceives) => (_deadLetters, _mostReceives) = (deadLetters, maxReceives);

    internal string Url(string endpoint) => $"{endpoint}/{FakeAws.Account}/{Name}";

    internal void Set(JsonElement attributes)
    {
        if (attributes.TryGetProperty("RedrivePolicy", out var text) && JsonNode.Parse(text.GetString()!) is { } policy)
            RedriveTo(policy["deadLetterTargetArn"]!.GetValue<string>().Split(':')[^1], int.Parse(policy["maxReceiveCount"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture));
    }

    internal async Task<FakeAnswer> Do(string operation, JsonElement input, CancellationToken ct)
    {
        if (Failures > 0 || Fails())
        {
            Failures = Math.Max(0, Failures - 1);
            return FakeAnswer.Error(500, "InternalFailure", "A requested fault.");
        }
        switch (operation)
        {
            case "SendMessage":
                Send(input.GetProperty("MessageBody").GetString()!);
                return FakeAnswer.Of(new { MessageId = Guid.NewGuid().ToString(), MD5OfMessageBody = Md5(input.GetProperty("MessageBody").GetString()!) });
            case "SendMessageBatch":
                return Each(input, entry =>
                {
                    Send(entry.GetProperty("MessageBody").GetString()!);
                    return new { Id = Id(entry), MessageId = Guid.NewGuid().ToString(), MD5OfMessageBody = Md5(entry.GetProperty("MessageBody").GetString()!) };
                });
            case "ReceiveMessage":
                return await Receive(input, ct);
            case "DeleteMessageBatch":
                return Each(input, entry => Delete(entry.GetProperty("ReceiptHandle").GetString()!, Id(entry)));
            case "ChangeMessageVisibilityBatch":
                return Each(input, entry => Hide(entry.GetProperty("ReceiptHandle").GetString()!, entry.GetProperty("VisibilityTimeout").GetInt32(), Id(entry)));
            case "SetQueueAttributes":
                Set(input.GetProperty("Attributes"));
                return FakeAnswer.Empty;
            case "GetQueueAttributes":
                return FakeAnswer.Of(new { Attributes = new { QueueArn = $"arn:aws:sqs:{FakeAws.Region}:{FakeAws.Account}:{Name}", ApproximateNumberOfMessages = $"{Count}" } });
            default:
                return FakeAnswer.Error(400, "UnknownOperationException", operation);
        }
    }

    private static FakeAnswer Each(JsonElement input, Func<JsonElement, object> does) =>
        FakeAnswer.Of(new { Successful = input.GetProperty("Entries").EnumerateArray().Select(does).ToList(), Failed = Array.Empty<object>() });

    private static string Id(JsonElement entry) => entry.GetProperty("Id").GetString()!;

    private async Task<FakeAnswer> Receive(JsonElement input, CancellationToken ct)
    {
        var limit = input.TryGetProperty("MaxNumberOfMessages", out var number) ? number.GetInt32() : 1;
        var hidden = TimeSpan.FromSeconds(input.TryGetProperty("VisibilityTimeout", out var seconds) ? seconds.GetInt32() : 30);
        var patience = DateTime.UtcNow.AddSeconds(input.TryGetProperty("WaitTimeSeconds", out var wait) ? wait.GetInt32() : 0);
        while (true)
        {
            Task arrived;
            lock (_lock)
            {
                arrived = _arrived.Task;
                var taken = Take(limit, hidden);
                if (taken.Count > 0 || DateTime.UtcNow >= patience)
                    return FakeAnswer.Of(new { Messages = taken });
            }
            await Task.WhenAny(arrived, Task.Delay(Sooner(patience - DateTime.UtcNow, TimeSpan.FromMilliseconds(200)), ct));
            ct.ThrowIfCancellationRequested();
        }
    }

    private static TimeSpan Sooner(TimeSpan one, TimeSpan other) => one < TimeSpan.Zero ? TimeSpan.Zero : one < other ? one : other;

    private List<object> Take(int limit, TimeSpan hidden)
    {
        ShowUntil(DateTime.UtcNow);
        var taken = new List<object>();
        while (taken.Count < limit && _visible.First is { } first)
        {
            _visible.RemoveFirst();
            var message = first.Value;
            if (++message.Receives > _mostReceives && _findQueue(_deadLetters!) is { } dead)
            {
                dead.Send(message.Body, message.Attributes);
                continue;
            }
            taken.Add(Give(message, hidden));
            if (GivesTwice())
                taken.Add(Give(message, hidden));
        }
        return taken;
    }

    private object Give(FakeMessage message, TimeSpan hidden)
    {
        var receipt = Guid.NewGuid().ToString();
        _hidden[receipt] = (message, DateTime.UtcNow + hidden);
        return new
        {
            message.MessageId, ReceiptHandle = receipt, message.Body, MD5OfBody = Md5(message.Body),
            Attributes = new { ApproximateReceiveCount = $"{message.Receives}" },
            MessageAttributes = message.Attributes.ToDictionary(one => one.Key, one => new { StringValue = one.Value, DataType = "String" }),
        };
    }

    private void ShowUntil(DateTime now)
    {
        foreach (var (receipt, (message, _)) in _hidden.Where(one => one.Value.Until <= now).ToList())
        {
            _hidden.Remove(receipt);
            if (!message.Deleted)
                _visible.AddLast(message);
        }
    }

    private object Delete(string receipt, string id)
    {
        lock (_lock)
            if (_hidden.Remove(receipt, out var known))
                known.Message.Deleted = true;
        return new { Id = id };
    }

    private object Hide(string receipt, int seconds, string id)
    {
        lock (_lock)
            if (_hidden.TryGetValue(receipt, out var known))
            {
                _hidden[receipt] = (known.Message, DateTime.UtcNow.AddSeconds(seconds));
                Prolonged++;
            }
        if (seconds == 0)
            Ring();
        return new { Id = id };
    }

    private void Ring()
    {
        lock (_lock)
        {
            _arrived.TrySetResult();
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    // The SDK compares SQS's checksum with its own: not for security.
#pragma warning disable CA5351
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351

    private sealed class FakeMessage(string body, IReadOnlyDictionary<string, string> attributes)
    {
        public string MessageId { get; } = Guid.NewGuid().ToString();

        public string Body => body;

        public IReadOnlyDictionary<string, string> Attributes => attributes;

        public int Receives { get; set; }

        public bool Deleted { get; set; }
    }
}
