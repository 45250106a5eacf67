namespace Shop.EventBridge;

/// <summary>Puts events on the bus, at a pace that AWS bears, and says of each what became of it. Never throws but for being stopped.</summary>
internal sealed class PutEvents(EventBridgeClient client, AwsOptions options, Pace pace)
{
    public async Task<IReadOnlyList<Verdict>> Put(IReadOnlyList<PutEventsEntry> entries, CancellationToken abandon)
    {
        if (pace.Take(entries.Count) is { Ticks: > 0 } wait)
            await Task.Delay(wait, abandon);
        var verdicts = await Ask(entries, abandon);
        if (verdicts.Any(verdict => verdict.IsThrottling))
            pace.Throttled();
        return verdicts;
    }

    private async Task<IReadOnlyList<Verdict>> Ask(IReadOnlyList<PutEventsEntry> entries, CancellationToken abandon)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(abandon);
        within.CancelAfter(options.AnswerWithin);
        try
        {
            var answer = await client.PutEvents(entries, within.Token);
            return answer?.Entries is { } results && results.Count == entries.Count
                ? [.. results.Select(Verdict.On)]
                : All(entries, new Verdict(Outcome.Again, "Nonsense", "The answer does not fit the call."));
        }
        catch (Exception e) when (!abandon.IsCancellationRequested)
        {
            var verdict = Verdict.On(e);
            return verdict.Outcome == Outcome.Refused && entries.Count > 1 ? await OneByOne(entries, abandon) : All(entries, verdict);
        }
    }

    /// <summary>One event is not to take nine others with it.</summary>
    private async Task<IReadOnlyList<Verdict>> OneByOne(IReadOnlyList<PutEventsEntry> entries, CancellationToken abandon)
    {
        var verdicts = new List<Verdict>();
        foreach (var entry in entries)
            verdicts.AddRange(await Ask([entry], abandon));
        return verdicts;
    }

    private static List<Verdict> All(IReadOnlyList<PutEventsEntry> entries, Verdict verdict) => [.. entries.Select(_ => verdict)];
}
