namespace Shop.Testing;

/// <summary>The true time, moved: a shop that begins some days ago can be brought to today.</summary>
public sealed class MovedClock(TimeSpan by) : TimeProvider
{
    /// <summary>By how much it is moved now.</summary>
    public TimeSpan By { get; set; } = by;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
}
