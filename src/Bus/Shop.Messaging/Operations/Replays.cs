using System.Globalization;
using System.Text.RegularExpressions;
using Shop.Events;

namespace Shop.Messaging;

/// <summary>Begins replays of the archives of this process's modules.</summary>
public sealed partial class Replays(Modules modules, BusOptions options, TimeProvider clock, BulkOperations operations)
{
    /// <summary>How many archived events a replay would look through.</summary>
    /// <exception cref="OperationRejectedException">It cannot be done; the message says why.</exception>
    public async Task<long> Count(ReplayRequest request, CancellationToken ct)
    {
        var count = 0L;
        foreach (var (_, events) in await Publishers(Validated(request), ct))
            count += events;
        return count;
    }

    /// <summary>Begins a replay: one operation a module that said such events.</summary>
    /// <exception cref="OperationRejectedException">It cannot be done; the message says why.</exception>
    public async Task<IReadOnlyList<BulkOperation>> Begin(ReplayRequest request, BulkOptions how, CancellationToken ct)
    {
        request = Validated(request);
        var started = new List<BulkOperation>();
        foreach (var (module, events) in await Publishers(request, ct))
            started.Add(await operations.Begin(module, OperationKind.Replay, OperationFilter.Json(request), events, how with { Canary = 0 }, ct));
        return started;
    }

    private async Task<List<(Module Module, long Events)>> Publishers(ReplayRequest request, CancellationToken ct)
    {
        var publishers = new List<(Module, long)>();
        foreach (var module in modules)
            if (await module.Store.CountArchived(request.Conditions(), ct) is > 0 and var events)
                publishers.Add((module, events));
        return publishers;
    }

    /// <summary>Up to now and not further: what is said while it runs is heard as it is said.</summary>
    private ReplayRequest Validated(ReplayRequest request)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        CheckRules(request);
        CheckPattern(request.Pattern);
        var name = request.Name ?? string.Create(CultureInfo.InvariantCulture, $"replay-{now:yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}");
        if (!ReplayName().IsMatch(name))
            throw new OperationRejectedException($"\"{name}\" is no name for a replay: take up to 64 letters, digits, dots, dashes and underscores.");
        var retention = new InboxRetention(options, clock);
        retention.Check(request);
        return request with { Name = name, Until = request.Until ?? now, From = request.Rerun ? request.From : request.From ?? retention.BeginsSafely };
    }

    private void CheckRules(ReplayRequest request)
    {
        var known = modules.SelectMany(module => module.Declared.Rules).Select(rule => $"{rule.Module}/{rule.Name}").Order(StringComparer.Ordinal).ToList();
        if (request.Rules?.FirstOrDefault(rule => !known.Contains(rule)) is { } unknown)
            throw new OperationRejectedException($"There is no rule {unknown} in this process. The rules are {string.Join(", ", known)}.");
        if (request.Rerun && request.Rules is not { Count: 1 })
            throw new OperationRejectedException("Running again is for one rule: name it with --rule module/rule.");
    }

    private static void CheckPattern(string? pattern)
    {
        try
        {
            if (pattern is not null) EventPattern.Parse(pattern);
        }
        catch (InvalidEventPatternException e)
        {
            throw new OperationRejectedException($"The pattern is none that EventBridge takes: {e.Message}");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}$")]
    private static partial Regex ReplayName();
}
