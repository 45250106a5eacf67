using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// Handles a module's letters, many in one transaction: the inbox's ticks, what the handlers change and what they publish are committed
/// together. When that fails the batch is halved until the failing letter stands alone; it is kept and tried again when due.
/// </summary>
internal sealed partial class Worker(Module module, IServiceScopeFactory scopes, BusRuntime bus, ILogger logger)
{
    /// <summary>Whose letters they are.</summary>
    public string Module => module.Name;

    /// <summary>Returns when every letter is heard, kept or known already.</summary>
    public async Task Handle(IReadOnlyList<Letter> letters, CancellationToken ct)
    {
        try
        {
            await HandleTogether(letters, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            if (letters.Count == 1)
            {
                await Keep(letters[0], e, ct);
                return;
            }
            var half = letters.Count / 2;
            await Handle([.. letters.Take(half)], ct);
            await Handle([.. letters.Skip(half)], ct);
        }
    }

    private async Task HandleTogether(IReadOnlyList<Letter> letters, CancellationToken ct)
    {
        List<Letter> fresh;
        using (await module.Store.WriteTurn(ct))
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = (ModuleDbContext)scope.ServiceProvider.GetRequiredService(module.Declared.Database);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            Moment.Before(Moment.InboxInsert);
            fresh = await Fresh(db, letters, ct);
            Moment.After(Moment.InboxInsert);
            foreach (var (rule, sameRule) in InTurns(fresh.Where(letter => !letter.ToCall)))
            {
                Moment.Before(Moment.Handle, rule.Name);
                await rule.Hearing.Run(scope.ServiceProvider, db, sameRule, ct);
                Moment.After(Moment.Handle, rule.Name);
            }
            await db.SaveChangesAsync(ct);
            Moment.Before(Moment.HandlerCommit);
            await transaction.CommitAsync(ct);
            Moment.After(Moment.HandlerCommit);
        }
        BusTelemetry.Handled(module.Name, fresh, letters.Count - fresh.Count);
        foreach (var letter in fresh.Where(letter => letter.ToCall))
            module.Calls.Make(letter with { Kept = true });
    }

    /// <summary>The letters that nobody has heard yet, each once, in their order.</summary>
    private async Task<List<Letter>> Fresh(ModuleDbContext db, IReadOnlyList<Letter> letters, CancellationToken ct)
    {
        var connection = db.Database.GetDbConnection();
        var carried = letters.Where(letter => !letter.Kept).ToList();
        var kept = letters.Where(letter => letter.Kept).ToList();
        var fresh = carried.Count > 0 ? await module.Store.Tick(connection, carried, bus.Options.Lease, ct) : [];
        if (kept.Count > 0)
            fresh.UnionWith(await module.Store.Settle(connection, kept, ct));
        return [.. letters.Where(letter => fresh.Remove(letter.Key))];
    }

    /// <summary>
    /// Groups letters by rule, so that a handler gets many at once, without bringing one subject's events out of order: an event waits for
    /// the next turn when another rule has heard of its subject in this one.
    /// </summary>
    internal static IEnumerable<(Rule Rule, IReadOnlyList<Letter> Letters)> InTurns(IEnumerable<Letter> letters)
    {
        var last = new Dictionary<string, (int Turn, Rule Rule)>();
        var groups = new SortedDictionary<int, Dictionary<Rule, List<Letter>>>();
        foreach (var letter in letters)
        {
            var subject = letter.Envelope.Metadata.Subject;
            var turn = !last.TryGetValue(subject, out var seen) ? 0 : seen.Rule == letter.Rule ? seen.Turn : seen.Turn + 1;
            last[subject] = (turn, letter.Rule);
            if (!groups.TryGetValue(turn, out var rules))
                groups.Add(turn, rules = []);
            if (!rules.TryGetValue(letter.Rule, out var same))
                rules.Add(letter.Rule, same = []);
            same.Add(letter);
        }
        return groups.Values.SelectMany(rules => rules.Select(rule => (rule.Key, (IReadOnlyList<Letter>)rule.Value)));
    }

    /// <summary>Keeps a letter that failed. While the database cannot be reached it waits for it: nothing else could be done with any letter.</summary>
    internal async Task Keep(Letter letter, Exception failure, CancellationToken ct)
    {
        BusTelemetry.Failed(module.Name, letter.Rule.Name);
        var failed = Failure.Of(letter, failure, bus);
        if (failed.Again is { } again)
            LogFailed(letter.Envelope.DetailType, letter.Envelope.Metadata.Subject, module.Name, letter.Rule.Name, letter.Attempts + 1, again, failed.Error);
        else
            LogDead(letter.Envelope.DetailType, letter.Envelope.Metadata.Subject, module.Name, letter.Rule.Name, letter.Attempts + 1, Redaction.Of(failure.ToString()));
        for (var tries = 0; ; tries++)
        {
            try
            {
                await module.Store.Keep(letter, failed, ct);
                break;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                LogCannotKeep(e, module.Store.Place);
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(5_000, 50 << Math.Min(tries, 7))), ct);
            }
        }
        if (failed.Again is { } due)
            module.Retries.DueIn(due);
    }

    [LoggerMessage(LogLevel.Warning, "{DetailType} of {Subject} failed in {Module}/{Rule}, try {Try}; again in {Wait}: {Error}")]
    private partial void LogFailed(string detailType, string subject, string module, string rule, int @try, TimeSpan wait, string error);

    [LoggerMessage(LogLevel.Error, "{DetailType} of {Subject} is dead in {Module}/{Rule} after {Tries} tries: {Story}")]
    private partial void LogDead(string detailType, string subject, string module, string rule, int tries, string story);

    [LoggerMessage(LogLevel.Error, "The inbox in {Place} cannot be written; waiting for it")]
    private partial void LogCannotKeep(Exception e, string place);
}
