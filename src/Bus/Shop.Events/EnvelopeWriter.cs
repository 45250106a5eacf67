using System.Buffers;
using System.Text.Json;

namespace Shop.Events;

/// <summary>Writes events as EventBridge would deliver them.</summary>
/// <param name="account">The AWS account that the envelope names; any 12 digits in process.</param>
/// <param name="region">The AWS region that the envelope names.</param>
/// <param name="sizeCap">The largest event that may be published, in bytes as <see cref="EventSize"/> counts them.</param>
public sealed class EnvelopeWriter(string account = "000000000000", string region = "local", int sizeCap = EventSize.DefaultCap)
{
    /// <summary>The whole envelope, UTF-8.</summary>
    /// <exception cref="EventTooLargeException">The event is larger than the cap.</exception>
    public byte[] Write(IEvent published, EventMetadata metadata)
    {
        var contract = EventContract.Of(published.GetType());
        var detail = Detail(published, metadata);
        var size = EventSize.Of(contract.Source, contract.DetailType, detail.WrittenCount);
        if (size > sizeCap)
            throw new EventTooLargeException(contract.DetailType, metadata.Subject, size, sizeCap);

        var json = new ArrayBufferWriter<byte>(detail.WrittenCount + 256);
        using var writer = new Utf8JsonWriter(json);
        writer.WriteStartObject();
        writer.WriteString("version"u8, "0"u8);
        writer.WriteString("id"u8, metadata.EventId);
        writer.WriteString("detail-type"u8, contract.DetailType);
        writer.WriteString("source"u8, contract.Source);
        writer.WriteString("account"u8, account);
        writer.WriteString("time"u8, metadata.Timestamp.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        writer.WriteString("region"u8, region);
        writer.WriteStartArray("resources"u8);
        writer.WriteEndArray();
        writer.WritePropertyName("detail"u8);
        writer.WriteRawValue(detail.WrittenSpan, skipInputValidation: true);
        writer.WriteEndObject();
        writer.Flush();
        return json.WrittenSpan.ToArray();
    }

    /// <summary>Appends <c>metadata</c> to the event's own fields, without parsing them again.</summary>
    private static ArrayBufferWriter<byte> Detail(IEvent published, EventMetadata metadata)
    {
        var detail = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(detail, new JsonWriterOptions { Encoder = EventJson.Options.Encoder, SkipValidation = true });
        JsonSerializer.Serialize(writer, published, published.GetType(), EventJson.Options);
        writer.Flush();

        var fields = detail.WrittenSpan[..^1].ToArray();            // without the closing brace
        detail.ResetWrittenCount();
        detail.Write(fields);
        detail.Write(fields.Length > 1 ? ",\"metadata\":"u8 : "\"metadata\":"u8);
        writer.Reset();
        WriteMetadata(writer, metadata);
        writer.Flush();
        detail.Write("}"u8);
        return detail;
    }

    private static void WriteMetadata(Utf8JsonWriter writer, EventMetadata metadata)
    {
        writer.WriteStartObject();
        writer.WriteString("eventId"u8, metadata.EventId);
        writer.WriteString("correlationId"u8, metadata.CorrelationId);
        if (metadata.CausationId is { } cause) writer.WriteString("causationId"u8, cause);
        writer.WriteString("version"u8, metadata.Version);
        writer.WriteString("subject"u8, metadata.Subject);
        writer.WriteString("timestamp"u8, metadata.Timestamp);
        if (metadata.TraceParent is { } trace) writer.WriteString("traceparent"u8, trace);
        if (metadata.CopyOf is { } newest) writer.WriteString("copyOf"u8, newest);
        writer.WriteEndObject();
    }
}
