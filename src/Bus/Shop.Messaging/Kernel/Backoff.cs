namespace Shop.Messaging.Kernel;

/// <summary>How long to wait before something is tried again.</summary>
public static class Backoff
{
    private const int MaxDoublings = 30;

    /// <summary>A random wait under a bound that doubles with each attempt (full jitter, AWS Architecture Blog, "Exponential Backoff And Jitter").</summary>
    /// <param name="attempts">Attempts that failed before this one; 0 for the first wait.</param>
    /// <param name="first">The bound of the first wait.</param>
    /// <param name="max">What the bound grows to.</param>
    /// <param name="random">Where the wait is drawn from; <see cref="Random.Shared"/> when null.</param>
    public static TimeSpan Delay(int attempts, TimeSpan first, TimeSpan max, Random? random = null)
    {
        var bound = first * Math.Pow(2, Math.Min(attempts, MaxDoublings));
        return (bound < max ? bound : max) * (random ?? Random.Shared).NextDouble();
    }
}
