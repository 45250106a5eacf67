namespace Shop.Bench;

/// <summary>How long something took, in milliseconds.</summary>
internal sealed record Percentiles(double P50, double P95, double P99, double Max)
{
    /// <param name="milliseconds">The measured times, at least one; sorted in place.</param>
    public static Percentiles Of(double[] milliseconds)
    {
        Array.Sort(milliseconds);
        return new Percentiles(At(0.50), At(0.95), At(0.99), At(1));

        double At(double share) => Math.Round(milliseconds[Math.Max(0, (int)Math.Ceiling(share * milliseconds.Length) - 1)], 2);
    }
}
