using System.Text;
using System.Text.Json;

namespace Shop.Events.Tests.Contracts;

/// <summary>The time of an event does not depend on the zone of the machine that reads it.</summary>
public sealed class EnvelopeTimesTests
{
    private static Envelope Parse(string time, string? timestamp)
    {
        var metadata = timestamp is null ? "" : $$""" "metadata":{"timestamp":"{{timestamp}}"} """;
        return Envelope.Parse(Encoding.UTF8.GetBytes(
            $$"""{"id":"a","source":"s","detail-type":"T","time":"{{time}}","detail":{ {{metadata}} } }"""));
    }

    [Theory]
    [InlineData("2026-07-24T08:00:00Z")]
    [InlineData("2026-07-24T10:00:00+02:00")]
    [InlineData("2026-07-24T08:00:00.000000000Z")]
    public void A_time_with_an_offset_is_read(string time)
    {
        Assert.Equal(new DateTime(2026, 7, 24, 8, 0, 0, DateTimeKind.Utc), Parse(time, null).Metadata.Timestamp);
        Assert.Equal(new DateTime(2026, 7, 24, 8, 0, 0, DateTimeKind.Utc), Parse("2020-01-01T00:00:00Z", time).Metadata.Timestamp);
    }

    [Theory]
    [InlineData("2026-07-24T08:00:00")]
    [InlineData("05/01/2026")]
    [InlineData("2026-07-24")]
    [InlineData("soon")]
    public void A_time_without_an_offset_is_an_error_that_names_the_field(string time)
    {
        var first = Assert.Throws<JsonException>(() => Parse(time, null));
        var second = Assert.Throws<JsonException>(() => Parse("2026-07-24T08:00:00Z", time));
        Assert.StartsWith($"time is \"{time}\". An offset is missing", first.Message, StringComparison.Ordinal);
        Assert.StartsWith($"detail.metadata.timestamp is \"{time}\". An offset is missing", second.Message, StringComparison.Ordinal);
    }
}
