using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>
/// Looks for losses that no queue's length shows: every archived event must be in the inbox of each rule that matches it, nothing may lie in
/// an outbox for long, and every module's own tables must agree with what it has said. Safe beside everything else; it changes nothing.
/// </summary>
public sealed class Reconciler(Modules modules, BusOptions options, TimeProvider clock, IServiceScopeFactory scopes)
{
    private const int BatchSize = 500;

    /// <summary>What the last audit of this process found; null before the first.</summary>
    public ReconciliationReport? Last { get; private set; }

    /// <summary>Audits now. Takes a second for some ten thousand events, and as long again for the figures.</summary>
    /// <param name="ct">Ends it.</param>
    /// <param name="figures">Whether the modules' reports are recounted too.</param>
    public async Task<ReconciliationReport> Reconcile(CancellationToken ct, bool figures = false)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var span = new ReconciliationSpan(now - Shorter(options.ReconciliationWindow), now - options.ReconciliationDelay, options.ArchivePattern is null);
        var differences = new List<Discrepancy>();
        var events = 0L;
        foreach (var module in modules)
        {
            events += await NotHandled(module, span, differences, ct);
            await NotDispatched(module, differences, ct);
            await ModulesOwn(module, reconciliation => reconciliation.Discrepancies(span, ct), what => differences.Add(new Discrepancy(module.Name, what)));
        }
        var recounted = figures ? await Recount(span, differences, ct) : [];
        return Last = new ReconciliationReport(now, events, differences, span.From, span.Until, recounted);
    }

    private async Task<List<Figure>> Recount(ReconciliationSpan span, List<Discrepancy> differences, CancellationToken ct)
    {
        var figures = new List<Figure>();
        foreach (var module in modules)
            await ModulesOwn(module, reconciliation => reconciliation.Figures(span, ct), figure => figures.Add(new Figure(module.Name, figure.Name, figure.Expected, figure.Actual)));
        differences.AddRange(figures.Where(figure => figure.Expected != figure.Actual)
            .Select(figure => new Discrepancy(figure.Module, $"{figure.Name}: {figure.Expected} by what was said, but {figure.Actual} are shown.")));
        return figures;
    }

    /// <summary>No further back than everything is remembered.</summary>
    private TimeSpan Shorter(TimeSpan window)
    {
        var remembered = TimeSpan.FromDays(Math.Min(options.ArchiveRetentionDays, options.InboxRetentionDays) - 1);
        return window < remembered ? window : remembered;
    }

    /// <summary>What a module has said in that time and a rule has not in its inbox.</summary>
    private async Task<long> NotHandled(Module publisher, ReconciliationSpan span, List<Discrepancy> differences, CancellationToken ct)
    {
        var seen = 0L;
        var rules = new HandlingRules(modules, await Since(ct));
        for (var after = EventId.FirstAt(span.From); ;)
        {
            var where = new Where("envelope is not null").And("event_id > @after", "@after", after).And("event_id < @until", "@until", EventId.FirstAt(span.Until));
            var page = await publisher.Store.Archived(where, BatchSize, ct);
            if (page.Count == 0)
                return seen;
            await Compare(publisher, page.Select(e => Envelope.Parse(Encoding.UTF8.GetBytes(e.Envelope))).ToList(), rules, differences, ct);
            (seen, after) = (seen + page.Count, page[^1].EventId);
        }
    }

    private async Task Compare(Module publisher, List<Envelope> published, HandlingRules rules, List<Discrepancy> differences, CancellationToken ct)
    {
        var ids = published.Select(envelope => envelope.Metadata.EventId).ToList();
        var received = new Dictionary<string, HashSet<(Guid, string)>>();
        foreach (var module in modules)
            received[module.Name] = [.. (await module.Store.HandlingOf(ids, ct)).Select(row => (row.EventId, row.Rule))];
        foreach (var envelope in published)
            foreach (var rule in rules.Of(envelope).Where(rule => !received[rule.Module].Contains((envelope.Metadata.EventId, rule.Name))))
                differences.Add(new Discrepancy(rule.Module,
                    $"{rule.Name} has never heard \"{envelope.DetailType}\" of {envelope.Metadata.Subject} ({envelope.Metadata.EventId}), which {publisher.Name} said."));
    }

    private async Task<IReadOnlyDictionary<string, DateTime>> Since(CancellationToken ct)
    {
        var since = new Dictionary<string, DateTime>();
        foreach (var module in modules)
            foreach (var rule in await module.Store.RegisteredRules(ct))
                since[$"{module.Name}/{rule.Key}"] = rule.Value;
        return since;
    }

    private async Task NotDispatched(Module module, List<Discrepancy> differences, CancellationToken ct)
    {
        // What a full lane or a process that is gone left is carried at the next sweep.
        foreach (var (detailType, subject) in await module.Store.Stuck(options.ReconciliationDelay + options.Lease + 2 * options.SweepInterval, ct))
            differences.Add(new Discrepancy(module.Name, $"\"{detailType}\" of {subject} lies in the outbox: not everybody who should has heard it."));
    }

    private async Task ModulesOwn<T>(Module module, Func<IReconciliation, Task<IReadOnlyList<T>>> ask, Action<T> found)
    {
        foreach (var type in module.Declared.Reconciliations)
        {
            await using var scope = scopes.CreateAsyncScope();
            foreach (var one in await ask((IReconciliation)scope.ServiceProvider.GetRequiredService(type)))
                found(one);
        }
    }
}

/// <summary>Which rules of this process must have heard an event: those that match it and were there when it was said.</summary>
internal sealed class HandlingRules
{
    private readonly Dictionary<string, Rule> _rules;
    private readonly IReadOnlyDictionary<string, DateTime> _since;
    private readonly RuleSet _patterns;

    public HandlingRules(Modules modules, IReadOnlyDictionary<string, DateTime> since)
    {
        _since = since;
        _rules = modules.SelectMany(module => module.Declared.Rules).ToDictionary(rule => $"{rule.Module}/{rule.Name}");
        _patterns = RuleSet.Create(_rules.Select(rule => KeyValuePair.Create(rule.Key, rule.Value.Pattern)));
    }

    public IEnumerable<Rule> Of(Envelope envelope)
    {
        var matched = new List<string>();
        _patterns.Match(envelope.Json.Span, matched);
        return matched.Where(name => _since.TryGetValue(name, out var since) && since <= envelope.Metadata.Timestamp).Select(name => _rules[name]);
    }
}
