using System.Globalization;
using System.Text.RegularExpressions;
using Shop.Messaging.Consuming;
using Shop.Messaging.Kernel;
using Shop.Messaging.Storage;

namespace Shop.Messaging.Operating;

/// <summary>Starts replays of the archives of this process's modules.</summary>
public sealed partial class Replays
{
    private readonly HostedModules _modules;
    private readonly BusOptions _options;
    private readonly TimeProvider _clock;
    private readonly BulkOperations _operations;

    internal Replays(HostedModules modules, BusOptions options, TimeProvider clock, BulkOperations operations) =>
        (_modules, _options, _clock, _operations) = (modules, options, clock, operations);

    /// <summary>How many archived events a replay would look through.</summary>
    /// <exception cref="OperationRejectedException">It cannot be done; the message says why.</exception>
    public async Task<long> Count(ReplayRequest request, CancellationToken ct)
    {
        var count = 0L;
        foreach (var (_, events) in await Publishers(Validated(request), ct))
            count += events;
        return count;
    }

    /// <summary>Starts a replay: one operation for each module that published such events.</summary>
    /// <exception cref="OperationRejectedException">It cannot be done; the message says why.</exception>
    public async Task<IReadOnlyList<BulkOperation>> Start(ReplayRequest request, BulkOptions options, CancellationToken ct)
    {
        request = Validated(request);
        var started = new List<BulkOperation>();
        foreach (var (module, events) in await Publishers(request, ct))
            started.Add(await _operations.Start(module, OperationKind.Replay, OperationFilter.Json(request), events, options with { Canary = 0 }, ct));
        return started;
    }

    private async Task<List<(HostedModule Module, long Events)>> Publishers(ReplayRequest request, CancellationToken ct)
    {
        var publishers = new List<(HostedModule, long)>();
        foreach (var module in _modules)
            if (await module.Store.Archive.Count(request.Conditions(), ct) is > 0 and var events)
                publishers.Add((module, events));
        return publishers;
    }

    /// <summary>Up to now and not further: what is published while it runs is delivered as it is published.</summary>
    private ReplayRequest Validated(ReplayRequest request)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        CheckRules(request);
        CheckPattern(request.Pattern);
        var name = request.Name ?? string.Create(CultureInfo.InvariantCulture, $"replay-{now:yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}");
        if (!ReplayName().IsMatch(name))
            throw new OperationRejectedException($"\"{name}\" is not a valid replay name: use up to 64 letters, digits, dots, dashes and underscores.");
        var retention = new InboxRetention(_options, _clock);
        retention.Check(request);
        return request with { Name = name, Until = request.Until ?? now, From = request.Rerun ? request.From : request.From ?? retention.BeginsSafely };
    }

    private void CheckRules(ReplayRequest request)
    {
        var known = _modules.SelectMany(module => module.Declaration.Rules).Select(rule => $"{rule.Module}/{rule.Name}").Order(StringComparer.Ordinal).ToList();
        if (request.Rules?.FirstOrDefault(rule => !known.Contains(rule)) is { } unknown)
            throw new OperationRejectedException($"There is no rule {unknown} in this process. The rules are {string.Join(", ", known)}.");
        if (request.Rerun && request.Rules is not { Count: 1 })
            throw new OperationRejectedException("A rerun is for one rule: name it with --rule module/rule.");
    }

    private static void CheckPattern(string? pattern)
    {
        try
        {
            if (pattern is not null) EventPattern.Parse(pattern);
        }
        catch (InvalidEventPatternException e)
        {
            throw new OperationRejectedException($"EventBridge does not accept the pattern: {e.Message}");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}$")]
    private static partial Regex ReplayName();
}
