using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Shop.Testing;

/// <summary>Event buses whose rules feed queues.</summary>
public sealed class FakeEventBridge
{
    private readonly ConcurrentDictionary<string, FakeRule> _rules = new();
    private readonly Func<string, FakeQueue?> _findQueue;
    private RuleSet _patterns = RuleSet.Create([]);
    private long _accepted;

    internal FakeEventBridge(Func<string, FakeQueue?> findQueue) => _findQueue = findQueue;

    /// <summary>Faults of the next calls of PutEvents, one per call.</summary>
    public ConcurrentQueue<PutEventsFault> NextFaults { get; } = [];

    /// <summary>A fault of every call of PutEvents, while it is set.</summary>
    public Func<PutEventsFault?>? EachFault { get; set; }

    /// <summary>How many entries have been accepted.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>The detail of every entry of every call, call by call, while it is set.</summary>
    public ConcurrentQueue<IReadOnlyList<string>>? Seen { get; set; }

    /// <summary>Creates a rule that feeds a queue.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="pattern">EventBridge's JSON.</param>
    /// <param name="queue">The queue's name.</param>
    /// <param name="deadLetters">The name of the dead-letter queue; null for none.</param>
    public void Rule(string name, string pattern, string queue, string? deadLetters = null)
    {
        _rules[name] = new FakeRule(EventPattern.Parse(pattern), pattern, [new FakeTarget("queue", queue, deadLetters)]);
        Compile();
    }

    private void Compile() => _patterns = RuleSet.Create(_rules.Select(rule => KeyValuePair.Create(rule.Key, rule.Value.Pattern)));

    internal async Task<FakeAnswer> Do(string operation, JsonElement input, CancellationToken ct)
    {
        switch (operation)
        {
            case "PutEvents":
                return await PutEvents(input, ct);
            case "PutRule":
                var pattern = input.GetProperty("EventPattern").GetString()!;
                var name = input.GetProperty("Name").GetString()!;
                _rules[name] = new FakeRule(EventPattern.Parse(pattern), pattern, _rules.GetValueOrDefault(name)?.Targets ?? []);
                Compile();
                return FakeAnswer.Of(new { RuleArn = Arn(name) });
            case "PutTargets":
                var rule = input.GetProperty("Rule").GetString()!;
                _rules[rule] = _rules[rule] with { Targets = [.. input.GetProperty("Targets").EnumerateArray().Select(FakeTarget.Of)] };
                return FakeAnswer.Of(new { FailedEntryCount = 0, FailedEntries = Array.Empty<object>() });
            case "ListRules":
                return FakeAnswer.Of(new { Rules = _rules.Select(one => new { Name = one.Key, Arn = Arn(one.Key), EventPattern = one.Value.Json, State = "ENABLED" }) });
            case "CreateEventBus":
                return FakeAnswer.Of(new { EventBusArn = $"arn:aws:events:{FakeAws.Region}:{FakeAws.Account}:event-bus/{input.GetProperty("Name").GetString()}" });
            default:
                return FakeAnswer.Error(400, "UnknownOperationException", operation);
        }
    }

    private async Task<FakeAnswer> PutEvents(JsonElement input, CancellationToken ct)
    {
        var entries = input.GetProperty("Entries").EnumerateArray().ToList();
        Seen?.Enqueue([.. entries.Select(entry => entry.GetProperty("Detail").GetString()!)]);
        var fault = NextFaults.TryDequeue(out var next) ? next : EachFault?.Invoke();
        if (entries.Count > 10)
            return FakeAnswer.Error(400, "ValidationException", "At most 10 entries.");
        if (fault is { Status: { } status, AcceptsFirst: false })
            return FakeAnswer.Error(status, fault.Code ?? "InternalFailure", "A requested fault.");
        var results = entries.Select((entry, i) => fault?.CodeOf?.Invoke(i) is { } code
            ? (object)new { ErrorCode = code, ErrorMessage = "A requested fault." }
            : new { EventId = Accept(entry) }).ToList();
        if (fault is { Hangs: true })
            await Task.Delay(Timeout.Infinite, ct);
        if (fault?.Garbage is { } garbage)
            return new FakeAnswer(200, Encoding.UTF8.GetBytes(garbage));
        if (fault is { Status: { } late })
            return FakeAnswer.Error(late, fault.Code ?? "InternalFailure", "A requested fault.");
        return FakeAnswer.Of(new { FailedEntryCount = results.Count(result => result.GetType().GetProperty("ErrorCode") is not null), Entries = results });
    }

    private string Accept(JsonElement entry)
    {
        Interlocked.Increment(ref _accepted);
        var id = Guid.NewGuid().ToString();
        Deliver(Envelope(entry, id));
        return id;
    }

    /// <summary>Delivers an event to every queue whose rule matches, as from a producer outside the shop.</summary>
    public void Deliver(string envelope)
    {
        var matched = new List<string>();
        _patterns.Match(Encoding.UTF8.GetBytes(envelope), matched);
        foreach (var rule in matched)
            foreach (var target in _rules[rule].Targets)
                Deliver(envelope, rule, target);
    }

    private void Deliver(string envelope, string rule, FakeTarget target)
    {
        if (_findQueue(target.Queue) is { } queue)
            queue.Send(envelope);
        else if (target.DeadLetters is { } name && _findQueue(name) is { } dead)
            dead.Send(envelope, new Dictionary<string, string>
            {
                ["RULE_ARN"] = Arn(rule), ["TARGET_ARN"] = $"arn:aws:sqs:{FakeAws.Region}:{FakeAws.Account}:{target.Queue}",
                ["ERROR_CODE"] = "NO_RESOURCE", ["ERROR_MESSAGE"] = "The queue does not exist.", ["RETRY_ATTEMPTS"] = "0",
            });
    }

    private static string Envelope(JsonElement entry, string id)
    {
        var time = entry.TryGetProperty("Time", out var given) ? DateTimeOffset.FromUnixTimeMilliseconds((long)(given.GetDouble() * 1000)) : DateTimeOffset.UtcNow;
        return $$"""
            {"version":"0","id":"{{id}}","detail-type":{{Quoted(entry, "DetailType")}},"source":{{Quoted(entry, "Source")}},"account":"{{FakeAws.Account}}","time":"{{time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}","region":"{{FakeAws.Region}}","resources":[],"detail":{{entry.GetProperty("Detail").GetString()}}}
            """;
    }

    private static string Quoted(JsonElement entry, string name) => entry.GetProperty(name).GetRawText();

    private static string Arn(string rule) => $"arn:aws:events:{FakeAws.Region}:{FakeAws.Account}:rule/shop/{rule}";
}

/// <summary>A fault of a call of PutEvents.</summary>
public sealed record PutEventsFault
{
    /// <summary>The HTTP status of the response.</summary>
    public int? Status { get; init; }

    /// <summary>The error's code.</summary>
    public string? Code { get; init; }

    /// <summary>The error's code for each entry by its place; null for one that is accepted.</summary>
    public Func<int, string?>? CodeOf { get; init; }

    /// <summary>The events are accepted, whatever the response.</summary>
    public bool AcceptsFirst { get; init; }

    /// <summary>There is no response.</summary>
    public bool Hangs { get; init; }

    /// <summary>The body instead of the real response.</summary>
    public string? Garbage { get; init; }

    /// <summary>AWS throttles.</summary>
    public static PutEventsFault Throttled { get; } = new() { Status = 400, Code = "ThrottlingException" };
}

internal sealed record FakeRule(EventPattern Pattern, string Json, IReadOnlyList<FakeTarget> Targets);

internal sealed record FakeTarget(string Id, string Queue, string? DeadLetters)
{
    public static FakeTarget Of(JsonElement target) => new(
        target.GetProperty(nameof(Id)).GetString()!, Name(target.GetProperty("Arn")),
        target.TryGetProperty("DeadLetterConfig", out var dead) ? Name(dead.GetProperty("Arn")) : null);

    private static string Name(JsonElement arn) => arn.GetString()!.Split(':')[^1];
}
