using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shop.Events;
using Shop.Messaging.Consuming;
using Shop.Messaging.Kernel;
using Shop.Messaging.Modules;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Operating;

/// <summary>What a reconciliation found.</summary>
/// <param name="At">When it ran, UTC.</param>
/// <param name="Events">How many events it checked.</param>
/// <param name="Discrepancies">What is missing or wrong.</param>
/// <param name="From">The earliest event, UTC.</param>
/// <param name="Until">Events before this, UTC.</param>
/// <param name="Figures">The recomputed figures, where they were asked for.</param>
public sealed record ReconciliationReport(
    DateTime At, long Events, IReadOnlyList<Discrepancy> Discrepancies, DateTime From, DateTime Until, IReadOnlyList<Figure> Figures);

/// <summary>Something that is missing or wrong.</summary>
/// <param name="Module">The module.</param>
/// <param name="What">A sentence that names it.</param>
public sealed record Discrepancy(string Module, string What);

/// <summary>
/// Looks for losses that no queue's length shows: every archived event must be in the inbox of each rule that matches it, nothing may stay in an outbox
/// for long, and every module's own tables must agree with what it has published. Safe beside everything else; it changes nothing.
/// </summary>
public sealed class Reconciler
{
    private const int BatchSize = 500;

    private readonly HostedModules _modules;
    private readonly BusOptions _options;
    private readonly TimeProvider _clock;
    private readonly IServiceScopeFactory _scopes;

    internal Reconciler(HostedModules modules, BusOptions options, TimeProvider clock, IServiceScopeFactory scopes) =>
        (_modules, _options, _clock, _scopes) = (modules, options, clock, scopes);

    /// <summary>What this process's last reconciliation found; null before the first.</summary>
    public ReconciliationReport? Last { get; private set; }

    /// <summary>Reconciles now. Takes a second for some ten thousand events, and as long again for the figures.</summary>
    /// <param name="ct">Ends it.</param>
    /// <param name="figures">Whether the modules' reports are recomputed too.</param>
    public async Task<ReconciliationReport> Reconcile(CancellationToken ct, bool figures = false)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        var span = new ReconciliationSpan(now - Limited(_options.ReconciliationWindow), now - _options.ReconciliationDelay, _options.ArchivePattern is null);
        var discrepancies = new List<Discrepancy>();
        var events = 0L;
        foreach (var module in _modules)
        {
            events += await FindUnhandled(module, span, discrepancies, ct);
            await FindStuck(module, discrepancies, ct);
            await AskModule(module, reconciliation => reconciliation.Discrepancies(span, ct), what => discrepancies.Add(new Discrepancy(module.Name, what)));
        }
        var recomputed = figures ? await Recompute(span, discrepancies, ct) : [];
        return Last = new ReconciliationReport(now, events, discrepancies, span.From, span.Until, recomputed);
    }

    private async Task<List<Figure>> Recompute(ReconciliationSpan span, List<Discrepancy> discrepancies, CancellationToken ct)
    {
        var figures = new List<Figure>();
        foreach (var module in _modules)
            await AskModule(module, reconciliation => reconciliation.Figures(span, ct), figure => figures.Add(figure with { Module = module.Name }));
        discrepancies.AddRange(figures.Where(figure => figure.Expected != figure.Actual)
            .Select(figure => new Discrepancy(figure.Module, $"{figure.Name}: the events add up to {figure.Expected}, the report shows {figure.Actual}.")));
        return figures;
    }

    /// <summary>No further back than inbox and archive both remember.</summary>
    private TimeSpan Limited(TimeSpan window)
    {
        var retention = TimeSpan.FromDays(Math.Min(_options.ArchiveRetentionDays, _options.InboxRetentionDays) - 1);
        return window < retention ? window : retention;
    }

    /// <summary>Finds events that a module has published and a matching rule does not have in its inbox.</summary>
    private async Task<long> FindUnhandled(HostedModule publisher, ReconciliationSpan span, List<Discrepancy> discrepancies, CancellationToken ct)
    {
        var checkedEvents = 0L;
        var rules = new ExpectedRules(_modules, await RegisteredRules(ct));
        for (var after = EventIds.FirstAt(span.From); ;)
        {
            var where = new Where("envelope is not null").And("event_id > @after", "@after", after)
                .And("event_id < @until", "@until", EventIds.FirstAt(span.Until));
            var page = await publisher.Store.Archive.Read(where, BatchSize, ct);
            if (page.Count == 0)
                return checkedEvents;
            await Compare(publisher, page.Select(archived => Envelope.Parse(Encoding.UTF8.GetBytes(archived.Envelope))).ToList(), rules, discrepancies, ct);
            (checkedEvents, after) = (checkedEvents + page.Count, page[^1].EventId);
        }
    }

    private async Task Compare(HostedModule publisher, List<Envelope> published, ExpectedRules rules, List<Discrepancy> discrepancies, CancellationToken ct)
    {
        var ids = published.Select(envelope => envelope.Metadata.EventId).ToList();
        var received = new Dictionary<string, HashSet<(Guid, string)>>();
        foreach (var module in _modules)
            received[module.Name] = [.. (await module.Store.Inbox.Find(ids, ct)).Select(row => (row.EventId, row.Rule))];
        foreach (var envelope in published)
            foreach (var rule in rules.Of(envelope).Where(rule => !received[rule.Module].Contains((envelope.Metadata.EventId, rule.Name))))
                discrepancies.Add(new Discrepancy(rule.Module,
                    $"{rule.Name} has never received \"{envelope.DetailType}\" of "
                        + $"{envelope.Metadata.Subject} ({envelope.Metadata.EventId}), which {publisher.Name} published."));
    }

    private async Task<IReadOnlyDictionary<string, DateTime>> RegisteredRules(CancellationToken ct)
    {
        var since = new Dictionary<string, DateTime>();
        foreach (var module in _modules)
            foreach (var rule in await module.Store.Inbox.RegisteredRules(ct))
                since[$"{module.Name}/{rule.Key}"] = rule.Value;
        return since;
    }

    private async Task FindStuck(HostedModule module, List<Discrepancy> discrepancies, CancellationToken ct)
    {
        // What a full queue or a process that is gone left is sent at the next sweep.
        foreach (var (detailType, subject) in await module.Store.Outbox.Stuck(_options.ReconciliationDelay + _options.Lease + 2 * _options.SweepInterval, ct))
            discrepancies.Add(new Discrepancy(module.Name, $"\"{detailType}\" of {subject} is stuck in the outbox: not every matching rule has received it."));
    }

    private async Task AskModule<T>(HostedModule module, Func<IReconciliation, Task<IReadOnlyList<T>>> ask, Action<T> found)
    {
        foreach (var type in module.Declaration.Reconciliations)
        {
            await using var scope = _scopes.CreateAsyncScope();
            foreach (var one in await ask((IReconciliation)scope.ServiceProvider.GetRequiredService(type)))
                found(one);
        }
    }
}

/// <summary>Which rules of this process must have received an event: those that match it and existed when it was published.</summary>
internal sealed class ExpectedRules
{
    private readonly Dictionary<string, Rule> _rules;
    private readonly IReadOnlyDictionary<string, DateTime> _since;
    private readonly RuleSet _patterns;

    public ExpectedRules(HostedModules modules, IReadOnlyDictionary<string, DateTime> since)
    {
        _since = since;
        _rules = modules.SelectMany(module => module.Declaration.Rules).ToDictionary(rule => $"{rule.Module}/{rule.Name}");
        _patterns = RuleSet.Create(_rules.Select(rule => KeyValuePair.Create(rule.Key, rule.Value.Pattern)));
    }

    public IEnumerable<Rule> Of(Envelope envelope)
    {
        var matched = new List<string>();
        _patterns.Match(envelope.Json.Span, matched);
        return matched.Where(name => _since.TryGetValue(name, out var since) && since <= envelope.Metadata.Timestamp).Select(name => _rules[name]);
    }
}

/// <summary>Reconciles at an interval, for health and metrics.</summary>
internal sealed class ReconcileJob(Reconciler reconciler, ILogger<ReconcileJob> logger) : IRecurring
{
    private const int MaxLogged = 20;

    public async Task Run(CancellationToken ct)
    {
        var report = await reconciler.Reconcile(ct);
        BusTelemetry.RecordReconciliation(report.Discrepancies.Count);
        if (report.Discrepancies.Count > 0)
            logger.LogError("Reconciliation: {Count} discrepancies, such as: {Discrepancies}", report.Discrepancies.Count,
                string.Join(" ", report.Discrepancies.Take(MaxLogged).Select(one => $"[{one.Module}] {one.What}")));
    }
}
