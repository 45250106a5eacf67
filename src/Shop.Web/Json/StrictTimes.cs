using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Web;

/// <summary>Times in bodies have an offset. System.Text.Json reads one without in the zone of the machine.</summary>
internal sealed class StrictTimes : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Rfc3339.TryParse(reader.GetString(), out var time) ? time : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
