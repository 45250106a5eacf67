namespace Shop.EventBridge;

/// <summary>Puts events on the bus, at a pace that AWS bears, and says of each what became of it. Never throws but for being stopped.</summary>
internal sealed class PutEvents(EventBridgeClient client, AwsOptions options, AdaptiveRateLimit rateLimit)
{
    public async Task<IReadOnlyList<PutEventsOutcome>> Put(IReadOnlyList<PutEventsEntry> entries, CancellationToken abort)
    {
        if (rateLimit.Take(entries.Count) is { Ticks: > 0 } wait)
            await Task.Delay(wait, abort);
        var outcomes = await Ask(entries, abort);
        if (outcomes.Any(outcome => outcome.IsThrottling))
            rateLimit.Throttled();
        return outcomes;
    }

    private async Task<IReadOnlyList<PutEventsOutcome>> Ask(IReadOnlyList<PutEventsEntry> entries, CancellationToken abort)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(abort);
        within.CancelAfter(options.CallTimeout);
        try
        {
            var answer = await client.PutEvents(entries, within.Token);
            return answer?.Entries is { } results && results.Count == entries.Count
                ? [.. results.Select(PutEventsOutcome.Of)]
                : All(entries, new PutEventsOutcome(PutEventsOutcomeKind.Retry, "Nonsense", "The answer does not fit the call."));
        }
        catch (Exception e) when (!abort.IsCancellationRequested)
        {
            var outcome = PutEventsOutcome.Of(e);
            return outcome.Kind == PutEventsOutcomeKind.Rejected && entries.Count > 1 ? await OneByOne(entries, abort) : All(entries, outcome);
        }
    }

    /// <summary>One event is not to take nine others with it.</summary>
    private async Task<IReadOnlyList<PutEventsOutcome>> OneByOne(IReadOnlyList<PutEventsEntry> entries, CancellationToken abort)
    {
        var outcomes = new List<PutEventsOutcome>();
        foreach (var entry in entries)
            outcomes.AddRange(await Ask([entry], abort));
        return outcomes;
    }

    private static List<PutEventsOutcome> All(IReadOnlyList<PutEventsEntry> entries, PutEventsOutcome outcome) => [.. entries.Select(_ => outcome)];
}
