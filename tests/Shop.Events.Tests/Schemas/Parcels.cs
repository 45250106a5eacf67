namespace Shop.Events.Tests.Schemas;

/// <summary>A parcel was sent; this version has several boxes.</summary>
/// <param name="Id">The parcel.</param>
/// <param name="Value">The value of its contents.</param>
/// <param name="Boxes">Its boxes.</param>
/// <param name="Speed">How it travels.</param>
/// <param name="Note">For the driver.</param>
[Event("com.shop.tests", "Parcel Sent", Version = "3.0")]
public sealed record ParcelSent(
    [Pattern("^PCL-[0-9]+$", Example = "PCL-17")] string Id, [Minimum(0), Maximum(1_000)] Money Value, [AtLeastItems(1)] IReadOnlyList<Box> Boxes,
    [OneOf("slow", "fast")] string Speed, IReadOnlyList<string> Stamps, Guid Depot, DateTime At, Colour Label, bool Fragile,
    [Length(1, 20)] string? Note, Money? Insured, int? Floor) : IEvent, IUpcasts<V2.ParcelSent, ParcelSent>, IAlsoPublishes<V2.ParcelSent>
{
    string IEvent.Subject => Id;

    static ParcelSent IUpcasts<V2.ParcelSent, ParcelSent>.Upcast(V2.ParcelSent old) =>
        new(old.Id, old.Value, [new Box(old.Weight)], "slow", [], Guid.Empty, DateTime.UnixEpoch, Colour.DarkBlue, false, null, null, null);

    V2.ParcelSent IAlsoPublishes<V2.ParcelSent>.Downcast() => new(Id, Value, Boxes.Sum(box => box.Weight));
}

public sealed record Box([Minimum(1)] int Weight);

public enum Colour
{
    Red,
    DarkBlue,
}
