namespace Shop.EventBridge;

/// <summary>Puts events on the bus within the rate limit and returns the outcome of each. Throws only when aborted.</summary>
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
                : All(entries, new PutEventsOutcome(PutEventsOutcomeKind.Retry, "Nonsense", "The response does not fit the call."));
        }
        catch (Exception e) when (!abort.IsCancellationRequested)
        {
            var outcome = PutEventsOutcome.Of(e);
            return outcome.Kind == PutEventsOutcomeKind.Rejected && entries.Count > 1 ? await OneByOne(entries, abort) : All(entries, outcome);
        }
    }

    /// <summary>One rejected event must not take nine others with it.</summary>
    private async Task<IReadOnlyList<PutEventsOutcome>> OneByOne(IReadOnlyList<PutEventsEntry> entries, CancellationToken abort)
    {
        var outcomes = new List<PutEventsOutcome>();
        foreach (var entry in entries)
            outcomes.AddRange(await Ask([entry], abort));
        return outcomes;
    }

    private static List<PutEventsOutcome> All(IReadOnlyList<PutEventsEntry> entries, PutEventsOutcome outcome) => [.. entries.Select(_ => outcome)];
}
