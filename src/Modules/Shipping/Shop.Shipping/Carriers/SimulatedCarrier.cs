using Shop.Orders.Contracts;

namespace Shop.Shipping;

/// <summary>
/// A simulated carrier. A parcel is collected some time after booking and delivered some time after that. It stores nothing: the progress
/// follows from the booking time.
/// </summary>
internal sealed class SimulatedCarrier(CarrierOptions options, TimeProvider clock) : IParcelCarrier
{
    public string Name => "Simulated Parcels";

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public Task<Label> Book(string shipmentId, ShippingAddress to, CancellationToken ct)
    {
        var number = "SP" + shipmentId[(shipmentId.IndexOf('-', StringComparison.Ordinal) + 1)..];
        return Task.FromResult(new Label(number, $"{options.TrackingPage.TrimEnd('/')}/{Uri.EscapeDataString(number)}"));
    }

    public Task<IReadOnlyList<Progress>> Track(IReadOnlyList<Booking> parcels, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Progress>>([.. parcels.Select(Where)]);

    public Task<bool> Stop(string shipmentId, Booking? booked, CancellationToken ct) =>
        Task.FromResult(booked is null || Where(booked).DeliveredAt is null);

    private Progress Where(Booking parcel)
    {
        var collected = parcel.BookedAt + options.CollectsAfter;
        var delivered = collected + options.DeliversAfter;
        return new Progress(collected <= Now ? collected : null, delivered <= Now ? delivered : null);
    }
}
