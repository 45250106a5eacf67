namespace Shop.Events.Tests.Schemas.V2;

[Event("com.shop.tests", "Parcel Sent", Version = "2.0")]
public sealed record ParcelSent(string Id, Money Value, int Weight) : IEvent, IUpcasts<V1.ParcelSent, ParcelSent>
{
    string IEvent.Subject => Id;

    static ParcelSent IUpcasts<V1.ParcelSent, ParcelSent>.Upcast(V1.ParcelSent old) => new(old.Id, old.Value, 0);
}
