namespace Shop.EventBridge;

/// <summary>Full jitter: a random wait under a bound that doubles with each try.</summary>
internal static class Jitter
{
    public static TimeSpan Wait(int attempts, TimeSpan first, TimeSpan last)
    {
        var bound = first * Math.Pow(2, Math.Min(attempts, 20));
        return (bound < last ? bound : last) * Random.Shared.NextDouble();
    }

    /// <summary>Waits; false when it was stopped meanwhile.</summary>
    public static async Task<bool> Sleep(TimeSpan wait, CancellationToken stopping)
    {
        await Task.Delay(wait, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stopping.IsCancellationRequested;
    }
}
