using Microsoft.Extensions.Logging;
using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;
using Shop.Messaging.Storage;
using Shop.Messaging.Transports;

namespace Shop.Messaging.Consuming;

/// <summary>Makes external calls for messages that the inbox stores.</summary>
internal interface IExternalCallQueue
{
    /// <summary>Adds a message. One that is here already is not added again; one for which there is no room is due again when its lease ends.</summary>
    void Enqueue(InboxMessage message);
}

/// <summary>Brings back messages that are due.</summary>
internal interface IRetryQueue
{
    /// <summary>A message is due after a wait.</summary>
    void ScheduleAfter(TimeSpan wait);
}

/// <summary>Handles messages: what a transport delivers, what a retry brings back, what an external call returned.</summary>
internal interface IMessageProcessor
{
    /// <summary>Returns when every message is handled, stored, or known to be a duplicate.</summary>
    Task Process(IReadOnlyList<InboxMessage> messages, CancellationToken ct);

    /// <summary>Records a failed attempt; returns when it is stored.</summary>
    Task RecordFailure(InboxMessage message, Exception e, CancellationToken ct);
}

/// <summary>
/// Handles a module's messages, many in one transaction: the inbox rows, what the handlers change and what they publish are committed together. When
/// that fails, the batch is halved until the failing message stands alone; its failure is recorded, and it is retried when due.
/// </summary>
internal sealed partial class InboxProcessor(
    string module, IInboxStore inbox, IHandlerTransactions transactions, IExternalCallQueue calls, IRetryQueue retries, BusRuntime bus, ILogger logger)
        : IModuleReceiver, IMessageProcessor
{
    private static readonly TimeSpan FirstRecordDelay = TimeSpan.FromMilliseconds(100), MaxRecordDelay = TimeSpan.FromSeconds(5);

    public string Module => module;

    public Task Receive(IReadOnlyList<RoutedEvent> events, CancellationToken ct) =>
        Process([.. from routed in events from rule in routed.Rules select new InboxMessage(routed.Event.Envelope, rule)], ct);

    public async Task Process(IReadOnlyList<InboxMessage> messages, CancellationToken ct)
    {
        try
        {
            await ProcessTogether(messages, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            if (messages.Count == 1)
            {
                await RecordFailure(messages[0], e, ct);
                return;
            }
            var half = messages.Count / 2;
            await Process([.. messages.Take(half)], ct);
            await Process([.. messages.Skip(half)], ct);
        }
    }

    private async Task ProcessTogether(IReadOnlyList<InboxMessage> messages, CancellationToken ct)
    {
        List<InboxMessage> claimed;
        await using (var transaction = await transactions.Begin(ct))
        {
            Failpoint.Before(Failpoint.InboxInsert);
            claimed = await ClaimNew(transaction, messages, ct);
            Failpoint.After(Failpoint.InboxInsert);
            foreach (var (rule, sameRule) in GroupByRule(
                claimed.Where(message => !message.NeedsExternalCall || ((ExternalCallInvoker)message.Rule.Invoker).Prepares)))
            {
                Failpoint.Before(Failpoint.Handle, rule.Name);
                await transaction.Handle(rule, sameRule, ct);
                Failpoint.After(Failpoint.Handle, rule.Name);
            }
            await transaction.Commit(ct);
        }
        var handled = claimed.Where(message => !message.NeedsExternalCall).Select(message => message.Envelope.DetailType).ToList();
        BusTelemetry.RecordHandled(module, handled.Count, messages.Count - claimed.Count, handled);
        foreach (var message in claimed.Where(message => message.NeedsExternalCall))
            calls.Enqueue(message with { IsStored = true, IsUnprepared = false });
    }

    /// <summary>The messages that no transaction has handled yet, each once, in their order.</summary>
    private static async Task<List<InboxMessage>> ClaimNew(IHandlerTransaction transaction, IReadOnlyList<InboxMessage> messages, CancellationToken ct)
    {
        var delivered = messages.Where(message => !message.IsStored).ToList();
        var unprepared = messages.Where(message => message.IsUnprepared).ToList();
        var stored = messages.Where(message => message.IsStored && !message.IsUnprepared).ToList();
        var claimed = delivered.Count > 0 ? await transaction.InsertInbox(delivered, ct) : [];
        if (unprepared.Count > 0)
            claimed.UnionWith(await transaction.MarkCalling(unprepared, ct));
        if (stored.Count > 0)
            claimed.UnionWith(await transaction.MarkHandled(stored, ct));
        return [.. messages.Where(message => claimed.Remove(message.Key))];
    }

    /// <summary>
    /// Groups messages by rule, so that a handler gets many at once without reordering one subject's events: a message goes to a later group when
    /// another rule has one of its subject in this group.
    /// </summary>
    internal static IEnumerable<(Rule Rule, IReadOnlyList<InboxMessage> Messages)> GroupByRule(IEnumerable<InboxMessage> messages)
    {
        var last = new Dictionary<string, (int Group, Rule Rule)>();
        var groups = new SortedDictionary<int, Dictionary<Rule, List<InboxMessage>>>();
        foreach (var message in messages)
        {
            var subject = message.Envelope.Metadata.Subject;
            var number = !last.TryGetValue(subject, out var previous) ? 0 : previous.Rule == message.Rule ? previous.Group : previous.Group + 1;
            last[subject] = (number, message.Rule);
            if (!groups.TryGetValue(number, out var rules))
                groups.Add(number, rules = []);
            if (!rules.TryGetValue(message.Rule, out var same))
                rules.Add(message.Rule, same = []);
            same.Add(message);
        }
        return groups.Values.SelectMany(rules => rules.Select(rule => (rule.Key, (IReadOnlyList<InboxMessage>)rule.Value)));
    }

    /// <remarks>While the database cannot be reached it waits: nothing else could be done with any message.</remarks>
    public async Task RecordFailure(InboxMessage message, Exception e, CancellationToken ct)
    {
        BusTelemetry.RecordFailed(module, message.Rule.Name);
        var failure = FailureClassifier.Classify(message, e, bus);
        var (detailType, subject, attempts) = (message.Envelope.DetailType, message.Envelope.Metadata.Subject, message.Attempts + 1);
        if (failure.RetryAfter is { } wait)
            LogFailed(module, message.Rule.Name, attempts, detailType, subject, wait, failure.Error);
        else
            LogDeadLettered(module, message.Rule.Name, attempts, detailType, subject, Redaction.Of(e.ToString()));
        for (var writes = 0; ; writes++)
        {
            try
            {
                await inbox.RecordFailure(message.Envelope, message.Rule.Name, attempts, failure, ct);
                break;
            }
            catch (Exception unrecorded) when (!ct.IsCancellationRequested)
            {
                LogNotRecorded(unrecorded, inbox.Location);
                await Task.Delay(Backoff.Delay(writes, FirstRecordDelay, MaxRecordDelay, bus.Random), bus.Timers, ct);
            }
        }
        if (failure.RetryAfter is { } due)
            retries.ScheduleAfter(due);
    }

    [LoggerMessage(LogLevel.Warning,
        "Inbox processor of {Module}: rule {Rule} failed attempt {Attempt} at {DetailType} of {Subject}; retry in {Wait}: {Error}")]
    private partial void LogFailed(string module, string rule, int attempt, string detailType, string subject, TimeSpan wait, string error);

    [LoggerMessage(LogLevel.Error, "Inbox processor of {Module}: rule {Rule} dead-lettered {DetailType} of {Subject} after {Attempts} attempts: {Details}")]
    private partial void LogDeadLettered(string module, string rule, int attempts, string detailType, string subject, string details);

    [LoggerMessage(LogLevel.Error, "The inbox in {Location} cannot be written; the inbox processor waits for it")]
    private partial void LogNotRecorded(Exception e, string location);
}
