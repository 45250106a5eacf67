namespace Shop.Shipping;

/// <summary>The section <c>Shipping:Carrier</c>: the timing of the simulated carrier, and how often any carrier is polled.</summary>
internal sealed class CarrierOptions
{
    /// <summary>The time from booking to collection.</summary>
    public TimeSpan CollectsAfter { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The time from collection to delivery.</summary>
    public TimeSpan DeliversAfter { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How often the carrier is polled for a new parcel; see <see cref="PollAfter"/>.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a parcel waits after the carrier did not respond.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The tracking page; the tracking number is appended.</summary>
    public string TrackingPage { get; init; } = "https://parcels.example/track";

    /// <summary>The polling delay grows with the parcel's age, so a delivery is noticed at most a quarter of that age late.</summary>
    /// <param name="age">The time since booking.</param>
    public TimeSpan PollAfter(TimeSpan age) => PollInterval * Math.Max(1, Math.Floor(age / 4 / PollInterval));
}
