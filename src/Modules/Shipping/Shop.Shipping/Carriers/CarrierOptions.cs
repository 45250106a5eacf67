namespace Shop.Shipping;

/// <summary>The section <c>Shipping:Carrier</c> of the configuration: how the simulated carrier works, and how often any is asked.</summary>
internal sealed class CarrierOptions
{
    /// <summary>How long after it was booked a parcel is collected.</summary>
    public TimeSpan CollectsAfter { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long after it was collected a parcel is delivered.</summary>
    public TimeSpan DeliversAfter { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long after an answer the carrier is asked for a parcel again, at first; see <see cref="PollAfter"/>.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a parcel waits whose carrier did not answer.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where parcels are followed; the tracking number is put behind it.</summary>
    public string TrackingPage { get; init; } = "https://parcels.example/track";

    /// <summary>The longer a parcel is on its way, the more rarely the carrier is asked: a delivery is noticed a quarter too late at the most.</summary>
    /// <param name="age">How long ago it was booked.</param>
    public TimeSpan PollAfter(TimeSpan age) => PollInterval * Math.Max(1, Math.Floor(age / 4 / PollInterval));
}
