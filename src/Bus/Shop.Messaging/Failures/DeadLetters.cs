using System.Text.Json;

namespace Shop.Messaging;

/// <summary>The dead letters of the modules of this process: what operators see of them and do with them.</summary>
public sealed class DeadLetters(Modules modules, IResourceNames names, BulkOperations operations)
{
    /// <summary>A page of them, newest event first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="ct">Ends the search.</param>
    public async Task<IReadOnlyList<DeadLetter>> List(DeadLetterFilter filter, DeadLetterCursor? after, int limit, CancellationToken ct)
    {
        var found = new List<DeadLetter>();
        foreach (var module in Of(filter))
            found.AddRange((await module.Store.DeadLetters(After(filter.Conditions(), after, module.Name), limit, ct)).Select(row => ToDeadLetter(module, row)));
        return [.. found.OrderByDescending(message => message.EventId.ToString(), StringComparer.Ordinal).ThenBy(message => message.Module, StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>Letters stand in the order of their events, newest first, then of modules and rules: each module's own part of what follows a place.</summary>
    private static Where After(Where where, DeadLetterCursor? after, string module) => (after, string.CompareOrdinal(module, after?.Module)) switch
    {
        (null, _) => where,
        (_, < 0) => where.And("inbox.event_id < @after", "@after", after.EventId),
        (_, > 0) => where.And("inbox.event_id <= @after", "@after", after.EventId),
        _ => where.And("(inbox.event_id < @after or inbox.event_id = @after and inbox.rule > @after_rule)", "@after", after.EventId)
            .And("@after_rule = @after_rule", "@after_rule", after.Rule),
    };

    /// <summary>How many there are.</summary>
    public async Task<long> Count(DeadLetterFilter filter, CancellationToken ct)
    {
        var count = 0L;
        foreach (var module in Of(filter))
            count += await module.Store.CountDeadLetters(filter, ct);
        return count;
    }

    /// <summary>They by cause, the most frequent first.</summary>
    public async Task<IReadOnlyList<DeadLetterGroup>> Groups(DeadLetterFilter filter, CancellationToken ct)
    {
        var groups = new List<DeadLetterGroup>();
        foreach (var module in Of(filter))
            groups.AddRange(await module.Store.DeadLetterGroups(module.Name, filter, ct));
        return [.. groups.OrderByDescending(group => group.Count)];
    }

    /// <summary>All that is known of an event's dead letters: one for each rule that gave it up.</summary>
    public async Task<IReadOnlyList<DeadLetterDetails>> Find(Guid eventId, CancellationToken ct)
    {
        var stories = new List<DeadLetterDetails>();
        foreach (var module in modules)
            foreach (var row in await module.Store.DeadLetters(new DeadLetterFilter { EventId = eventId }.Conditions(), int.MaxValue, ct))
                stories.Add(new DeadLetterDetails(
                    ToDeadLetter(module, row), await module.Store.Attempts(row.EventId, row.Rule, ct), JsonElement.Parse(row.Envelope)));
        return stories;
    }

    /// <summary>Begins to give letters one more try each; one operation a module that has such letters.</summary>
    public Task<IReadOnlyList<BulkOperation>> Redrive(DeadLetterFilter filter, BulkOptions how, CancellationToken ct) => Begin(OperationKind.Redrive, filter, how, ct);

    /// <summary>Begins to mark letters as never to be handled; one operation a module that has such letters.</summary>
    public Task<IReadOnlyList<BulkOperation>> Discard(DeadLetterFilter filter, BulkOptions how, CancellationToken ct) => Begin(OperationKind.Discard, filter, how, ct);

    private async Task<IReadOnlyList<BulkOperation>> Begin(OperationKind kind, DeadLetterFilter filter, BulkOptions how, CancellationToken ct)
    {
        var started = new List<BulkOperation>();
        foreach (var module in Of(filter))
            if (await module.Store.CountDeadLetters(filter, ct) is > 0 and var messages)
                started.Add(await operations.Begin(module, kind, OperationFilter.Json(filter), messages, how, ct));
        return started;
    }

    private IEnumerable<Module> Of(DeadLetterFilter filter)
    {
        if (filter.Module is { } name && !modules.Hosts(name))
            throw new OperationRejectedException($"There is no module {name} here. This process hosts {string.Join(", ", modules.Select(module => module.Name))}.");
        return modules.Where(module => filter.Module is null || module.Name == filter.Module);
    }

    private DeadLetter ToDeadLetter(Module module, DeadLetterRow row) => new(
        module.Name, row.Rule, module.FindRule(row.Rule)?.HandlerName, row.EventId, row.DetailType, row.Subject, row.CorrelationId, row.DeadLetteredAt, row.Attempts,
        row.Cause, row.Code, row.Error, row.Exhausted, row.Redrives, row.ParkedAt is not null,
        names.OfRule(module.Name, row.Rule), names.OfTarget(module.Name));
}
