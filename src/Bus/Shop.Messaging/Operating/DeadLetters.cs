using System.Text.Json;
using Shop.Messaging.Consuming;
using Shop.Messaging.Modules;
using Shop.Messaging.Storage;
using Shop.Messaging.Transports;

namespace Shop.Messaging.Operating;

/// <summary>The dead letters of this process's modules, for operators.</summary>
public sealed class DeadLetters
{
    private readonly HostedModules _modules;
    private readonly ModuleDirectory _directory;
    private readonly IResourceNames _names;
    private readonly BulkOperations _operations;

    internal DeadLetters(HostedModules modules, ModuleDirectory directory, IResourceNames names, BulkOperations operations) =>
        (_modules, _directory, _names, _operations) = (modules, directory, names, operations);

    /// <summary>A page of dead letters, newest event first.</summary>
    /// <param name="filter">Selects dead letters.</param>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Ends the search.</param>
    public async Task<IReadOnlyList<DeadLetter>> List(DeadLetterFilter filter, DeadLetterCursor? after, int limit, CancellationToken ct)
    {
        var found = new List<DeadLetter>();
        foreach (var module in Of(filter))
            found.AddRange((await module.Store.DeadLetters.List(module.Name, After(filter.Conditions(), after, module.Name), limit, ct))
                .Select(row => Named(module, row)));
        return
        [
            .. found.OrderByDescending(deadLetter => deadLetter.EventId.ToString(), StringComparer.Ordinal)
                .ThenBy(deadLetter => deadLetter.Module, StringComparer.Ordinal).Take(limit),
        ];
    }

    /// <summary>Pages are in the order of events, newest first, then of modules and rules: each module's part of what follows a cursor.</summary>
    private static Where After(Where where, DeadLetterCursor? after, string module) => (after, string.CompareOrdinal(module, after?.Module)) switch
    {
        (null, _) => where,
        (_, < 0) => where.And("inbox.event_id < @after", "@after", after.EventId),
        (_, > 0) => where.And("inbox.event_id <= @after", "@after", after.EventId),
        _ => where.And("(inbox.event_id < @after or inbox.event_id = @after and inbox.rule > @after_rule)", ("@after", after.EventId),
            ("@after_rule", after.Rule)),
    };

    /// <summary>How many match.</summary>
    public async Task<long> Count(DeadLetterFilter filter, CancellationToken ct)
    {
        var count = 0L;
        foreach (var module in Of(filter))
            count += await module.Store.DeadLetters.Count(filter, ct);
        return count;
    }

    /// <summary>The dead letters that match, by rule and cause, the most frequent first.</summary>
    public async Task<IReadOnlyList<DeadLetterGroup>> Groups(DeadLetterFilter filter, CancellationToken ct)
    {
        var groups = new List<DeadLetterGroup>();
        foreach (var module in Of(filter))
            groups.AddRange(await module.Store.DeadLetters.Groups(module.Name, filter, ct));
        return [.. groups.OrderByDescending(group => group.Count)];
    }

    /// <summary>An event's dead letters with their history: one for each rule that could not handle it.</summary>
    public async Task<IReadOnlyList<DeadLetterDetails>> Find(Guid eventId, CancellationToken ct)
    {
        var found = new List<DeadLetterDetails>();
        foreach (var module in _modules)
            foreach (var row in await module.Store.DeadLetters.List(module.Name, new DeadLetterFilter { EventId = eventId }.Conditions(), int.MaxValue, ct))
                found.Add(new DeadLetterDetails(
                    Named(module, row), await module.Store.DeadLetters.Attempts(row.EventId, row.Rule, ct),
                    JsonSerializer.Deserialize<JsonElement>(row.Envelope)));
        return found;
    }

    /// <summary>Starts to give dead letters one more attempt each; one operation for each module that has some.</summary>
    /// <exception cref="OperationRejectedException">It cannot be done; the message says why.</exception>
    public Task<IReadOnlyList<BulkOperation>> Redrive(DeadLetterFilter filter, BulkOptions options, CancellationToken ct) =>
        Start(OperationKind.Redrive, filter, options, ct);

    /// <summary>Starts to mark dead letters as handled without handling them; one operation for each module that has some.</summary>
    /// <exception cref="OperationRejectedException">It cannot be done; the message says why.</exception>
    public Task<IReadOnlyList<BulkOperation>> Discard(DeadLetterFilter filter, BulkOptions options, CancellationToken ct) =>
        Start(OperationKind.Discard, filter, options, ct);

    private async Task<IReadOnlyList<BulkOperation>> Start(OperationKind kind, DeadLetterFilter filter, BulkOptions options, CancellationToken ct)
    {
        var started = new List<BulkOperation>();
        foreach (var module in Of(filter))
            if (await module.Store.DeadLetters.Count(filter, ct) is > 0 and var total)
                started.Add(await _operations.Start(module, kind, OperationFilter.Json(filter), total, options, ct));
        return started;
    }

    private IEnumerable<HostedModule> Of(DeadLetterFilter filter)
    {
        if (filter.Module is { } name && !_directory.Hosts(name))
            throw new OperationRejectedException(
                $"There is no module {name} here. This process hosts {string.Join(", ", _modules.Select(module => module.Name))}.");
        return _modules.Where(module => filter.Module is null || module.Name == filter.Module);
    }

    private DeadLetter Named(HostedModule module, DeadLetter row) => row with
    {
        Handler = module.Rules.Find(row.Rule)?.HandlerName, RuleArn = _names.OfRule(module.Name, row.Rule), TargetArn = _names.OfTarget(module.Name),
    };
}
