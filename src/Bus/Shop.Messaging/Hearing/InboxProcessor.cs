using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// Handles a module's letters, many in one transaction: the inbox's ticks, what the handlers change and what they publish are committed
/// together. When that fails the batch is halved until the failing letter stands alone; it is kept and tried again when due.
/// </summary>
internal sealed partial class InboxProcessor(Module module, IServiceScopeFactory scopes, BusRuntime bus, ILogger logger)
{
    /// <summary>Whose letters they are.</summary>
    public string Module => module.Name;

    /// <summary>Returns when every letter is heard, kept or known already.</summary>
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
        List<InboxMessage> fresh;
        using (await module.Store.AcquireWriteLock(ct))
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = (ModuleDbContext)scope.ServiceProvider.GetRequiredService(module.Declared.Database);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            Failpoint.Before(Failpoint.InboxInsert);
            fresh = await ClaimNew(db, messages, ct);
            Failpoint.After(Failpoint.InboxInsert);
            foreach (var (rule, sameRule) in GroupByRule(fresh.Where(message => !message.NeedsExternalCall)))
            {
                Failpoint.Before(Failpoint.Handle, rule.Name);
                await rule.Invoker.Run(scope.ServiceProvider, db, sameRule, ct);
                Failpoint.After(Failpoint.Handle, rule.Name);
            }
            await db.SaveChangesAsync(ct);
            Failpoint.Before(Failpoint.HandlerCommit);
            await transaction.CommitAsync(ct);
            Failpoint.After(Failpoint.HandlerCommit);
        }
        BusTelemetry.RecordHandled(module.Name, fresh, messages.Count - fresh.Count);
        foreach (var message in fresh.Where(message => message.NeedsExternalCall))
            module.Calls.Enqueue(message with { IsStored = true });
    }

    /// <summary>The letters that nobody has heard yet, each once, in their order.</summary>
    private async Task<List<InboxMessage>> ClaimNew(ModuleDbContext db, IReadOnlyList<InboxMessage> messages, CancellationToken ct)
    {
        var connection = db.Database.GetDbConnection();
        var carried = messages.Where(message => !message.IsStored).ToList();
        var kept = messages.Where(message => message.IsStored).ToList();
        var fresh = carried.Count > 0 ? await module.Store.InsertInbox(connection, carried, bus.Options.Lease, ct) : [];
        if (kept.Count > 0)
            fresh.UnionWith(await module.Store.MarkHandled(connection, kept, ct));
        return [.. messages.Where(message => fresh.Remove(message.Key))];
    }

    /// <summary>
    /// Groups letters by rule, so that a handler gets many at once, without bringing one subject's events out of order: an event waits for
    /// the next turn when another rule has heard of its subject in this one.
    /// </summary>
    internal static IEnumerable<(Rule Rule, IReadOnlyList<InboxMessage> Letters)> GroupByRule(IEnumerable<InboxMessage> messages)
    {
        var last = new Dictionary<string, (int Turn, Rule Rule)>();
        var groups = new SortedDictionary<int, Dictionary<Rule, List<InboxMessage>>>();
        foreach (var message in messages)
        {
            var subject = message.Envelope.Metadata.Subject;
            var turn = !last.TryGetValue(subject, out var seen) ? 0 : seen.Rule == message.Rule ? seen.Turn : seen.Turn + 1;
            last[subject] = (turn, message.Rule);
            if (!groups.TryGetValue(turn, out var rules))
                groups.Add(turn, rules = []);
            if (!rules.TryGetValue(message.Rule, out var same))
                rules.Add(message.Rule, same = []);
            same.Add(message);
        }
        return groups.Values.SelectMany(rules => rules.Select(rule => (rule.Key, (IReadOnlyList<InboxMessage>)rule.Value)));
    }

    /// <summary>Keeps a letter that failed. While the database cannot be reached it waits for it: nothing else could be done with any letter.</summary>
    internal async Task RecordFailure(InboxMessage message, Exception failure, CancellationToken ct)
    {
        BusTelemetry.RecordFailed(module.Name, message.Rule.Name);
        var failed = Failure.Of(message, failure, bus);
        if (failed.RetryAfter is { } retry)
            LogFailed(message.Envelope.DetailType, message.Envelope.Metadata.Subject, module.Name, message.Rule.Name, message.Attempts + 1, retry, failed.Error);
        else
            LogDeadLettered(message.Envelope.DetailType, message.Envelope.Metadata.Subject, module.Name, message.Rule.Name, message.Attempts + 1, Redaction.Of(failure.ToString()));
        for (var attempts = 0; ; attempts++)
        {
            try
            {
                await module.Store.RecordFailure(message, failed, ct);
                break;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                LogNotRecorded(e, module.Store.Location);
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(5_000, 50 << Math.Min(attempts, 7))), ct);
            }
        }
        if (failed.RetryAfter is { } due)
            module.Retries.ScheduleAfter(due);
    }

    [LoggerMessage(LogLevel.Warning, "{DetailType} of {Subject} failed in {Module}/{Rule}, attempt {Try}; again in {Wait}: {Error}")]
    private partial void LogFailed(string detailType, string subject, string module, string rule, int @try, TimeSpan wait, string error);

    [LoggerMessage(LogLevel.Error, "{DetailType} of {Subject} is dead in {Module}/{Rule} after {Attempts} attempts: {Story}")]
    private partial void LogDeadLettered(string detailType, string subject, string module, string rule, int attempts, string story);

    [LoggerMessage(LogLevel.Error, "The inbox in {Place} cannot be written; waiting for it")]
    private partial void LogNotRecorded(Exception e, string place);
}
