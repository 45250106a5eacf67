using System.Text;
using System.Text.Json;

namespace Shop.Events.Tests.Contracts;

[Event("com.shop.tests", "Lamp Lit", Version = "1.2")]
public sealed record LampLit(string Lamp, Money Price, string? Note) : IEvent
{
    string IEvent.Subject => Lamp;
}

public sealed class EnvelopeTests
{
    private static readonly EventMetadata Metadata = new(
        Guid.CreateVersion7(), "req-1", Guid.CreateVersion7(), "1.2", "lamp-1", new DateTime(2026, 3, 5, 10, 30, 0, 123, DateTimeKind.Utc), "00-ab-cd-01");

    private static byte[] Written(EnvelopeWriter? writer = null, string? note = "ü \" \\ 🎁") =>
        (writer ?? new EnvelopeWriter()).Write(new LampLit("lamp-1", new Money(5998), note), Metadata);

    [Fact]
    public void An_envelope_has_EventBridges_fields_and_the_shops_metadata_inside_detail()
    {
        using var json = JsonDocument.Parse(Written());

        Assert.Equal(
            ["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"],
            json.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal("2026-03-05T10:30:00Z", json.RootElement.GetProperty("time").GetString());
        var detail = json.RootElement.GetProperty("detail");
        Assert.Equal(59.98m, detail.GetProperty("price").GetDecimal());
        Assert.Equal(Metadata.EventId, detail.GetProperty("metadata").GetProperty("eventId").GetGuid());
        Assert.False(detail.TryGetProperty("subject", out _));
    }

    [Fact]
    public void A_written_envelope_is_read_back()
    {
        var read = Envelope.Parse(Written());

        Assert.Equal(Metadata, read.Metadata);
        Assert.Equal(("com.shop.tests", "Lamp Lit"), (read.Source, read.DetailType));
        Assert.Equal(new LampLit("lamp-1", new Money(5998), "ü \" \\ 🎁"), read.Read<LampLit>());
    }

    [Fact]
    public void A_field_without_a_value_is_left_out_and_read_as_null() =>
        Assert.Null(Envelope.Parse(Written(note: null)).Read<LampLit>().Note);

    [Fact]
    public void A_foreign_envelope_uses_its_own_id_and_time()
    {
        const string Foreign = """{"id":"abc","source":"aws.s3","detail-type":"Object Created","time":"2026-01-02T03:04:05Z","detail":{"a":[{"b":1}]}}""";

        var (first, second) = (Envelope.Parse(Encoding.UTF8.GetBytes(Foreign)), Envelope.Parse(Encoding.UTF8.GetBytes(Foreign)));

        Assert.Equal(first.Metadata.EventId, second.Metadata.EventId);
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), first.Metadata.Timestamp);
        Assert.Equal("""{"a":[{"b":1}]}""", Encoding.UTF8.GetString(first.Detail.Span));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"source\":\"a\",\"detail-type\":\"b\",\"id\":\"c\",\"time\":\"2026-01-02T03:04:05Z\"}")]
    [InlineData("{\"source\":\"a\",\"detail-type\":\"b\",\"detail\":{}}")]
    public void Input_that_is_not_an_event_is_rejected(string json) =>
        Assert.ThrowsAny<JsonException>(() => Envelope.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_missing_field_of_the_contract_is_named() => Assert.Contains("price", Assert.Throws<JsonException>(() =>
        Envelope.Parse("""{"id":"c","source":"a","detail-type":"b","time":"2026-01-02T03:04:05Z","detail":{"lamp":"l"}}"""u8.ToArray()).Read<LampLit>()).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_size_is_counted_as_PutEvents_does_and_the_cap_is_exact()
    {
        var detail = Envelope.Parse(Written()).Detail.Length;
        var size = EventSize.Of("com.shop.tests", "Lamp Lit", detail);
        Assert.Equal(14 + 14 + 8 + detail, size);

        Written(new EnvelopeWriter(sizeCap: size));
        var refused = Assert.Throws<EventTooLargeException>(() => Written(new EnvelopeWriter(sizeCap: size - 1)));
        Assert.Equal((size, size - 1), (refused.Size, refused.Cap));
        Assert.Contains("Lamp Lit", refused.Message, StringComparison.Ordinal);
    }
}
