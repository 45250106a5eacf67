namespace Shop.Events.Tests.Schemas.V1;

[Event("com.shop.tests", "Parcel Sent")]
public sealed record ParcelSent(string Id, Money Value) : IEvent
{
    string IEvent.Subject => Id;
}
