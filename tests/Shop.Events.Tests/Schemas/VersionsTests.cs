using System.Text;

namespace Shop.Events.Tests.Schemas;

public sealed class VersionsTests
{
    private static Envelope Written(IEvent published) => Envelope.Parse(new EnvelopeWriter().Write(published, new EventMetadata(
        Guid.CreateVersion7(), "req-1", null, EventContract.Of(published.GetType()).Version, published.Subject, DateTime.UtcNow, null)));

    [Fact]
    public void An_older_event_is_upcast_step_by_step()
    {
        var first = Written(new V1.ParcelSent("PCL-1", new Money(500)));
        var second = Written(new V2.ParcelSent("PCL-2", new Money(500), 7));

        Assert.Equal(("PCL-1", 0), (first.Read<ParcelSent>().Id, first.Read<ParcelSent>().Boxes.Single().Weight));
        Assert.Equal(7, second.Read<ParcelSent>().Boxes.Single().Weight);
        Assert.Equal(new V2.ParcelSent("PCL-1", new Money(500), 0), first.Read<V2.ParcelSent>());
        Assert.Equal(new V1.ParcelSent("PCL-1", new Money(500)), first.Read<V1.ParcelSent>());
    }

    [Fact]
    public void An_event_without_a_version_has_the_first()
    {
        const string Foreign = """
            {"id":"a","source":"com.shop.tests","detail-type":"Parcel Sent","time":"2026-01-02T03:04:05Z","detail":{"id":"PCL-1","value":5}}
            """;

        Assert.Equal("slow", Envelope.Parse(Encoding.UTF8.GetBytes(Foreign)).Read<ParcelSent>().Speed);
    }

    [Fact]
    public void A_copy_names_its_original()
    {
        var metadata = new EventMetadata(Guid.CreateVersion7(), "req-1", null, "2.0", "PCL-1", DateTime.UtcNow, null, Guid.CreateVersion7());

        Assert.Equal(metadata.CopyOf, Envelope.Parse(new EnvelopeWriter().Write(new V2.ParcelSent("PCL-1", new Money(5), 1), metadata)).Metadata.CopyOf);
    }

    [Fact]
    public void An_older_version_is_published_while_the_newer_also_publishes_it()
    {
        var newest = EventContract.Of(typeof(ParcelSent));

        Assert.Equal(["1.0", "2.0", "3.0"], newest.Versions.Select(contract => contract.Version));
        Assert.Equal([false, true, true], newest.Versions.Select(contract => contract.IsPublished));
        Assert.Equal("2.0", newest.Older?.Version);
    }

    [Event("com.shop.tests", "Thing Done", Version = "second")]
    private sealed record ThingDone;

    [Fact]
    public void A_version_is_two_numbers() =>
        Assert.Contains("\"second\"", Assert.Throws<ArgumentException>(() => EventContract.Of(typeof(ThingDone))).Message, StringComparison.Ordinal);
}
