namespace Shop.Inventory;

/// <summary>How long stock is kept for an order of which nothing is heard.</summary>
internal sealed record ReservationOptions
{
    /// <summary>
    /// Longer than any order waits by its deadlines, and than a person takes for a held one: an order that is neither confirmed nor
    /// cancelled within this time is taken for gone.
    /// </summary>
    public TimeSpan ExpireAfter { get; init; } = TimeSpan.FromDays(7);
}
