using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Shop.Events;

/// <summary>One pass over an envelope's JSON; no document is built.</summary>
internal sealed class EnvelopeReader(ReadOnlyMemory<byte> json)
{
    private string? _id, _source, _detailType, _replayName;
    private DateTime? _time;
    private Range? _detail;
    private MetadataFields _metadata;

    private struct MetadataFields
    {
        public string? EventId, CorrelationId, CausationId, Version, Subject, Timestamp, TraceParent, CopyOf;
    }

    public Envelope Read()
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An event is a JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadField(ref reader);

        return new Envelope(json,
            _source ?? throw Missing("source"),
            _detailType ?? throw Missing("detail-type"),
            _detail ?? throw Missing("detail"),
            Metadata(), _replayName);
    }

    private void ReadField(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("detail"u8)) ReadDetail(ref reader);
        else if (reader.ValueTextEquals("source"u8)) _source = Text(ref reader);
        else if (reader.ValueTextEquals("detail-type"u8)) _detailType = Text(ref reader);
        else if (reader.ValueTextEquals("id"u8)) _id = Text(ref reader);
        else if (reader.ValueTextEquals("time"u8)) _time = Time(Text(ref reader), "time");
        else if (reader.ValueTextEquals("replay-name"u8)) _replayName = Text(ref reader);
        else reader.Skip();
    }

    private void ReadDetail(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An event's detail is a JSON object.");
        var start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var metadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (metadata && reader.TokenType == JsonTokenType.StartObject) ReadMetadata(ref reader);
            else reader.Skip();
        }
        _detail = start..(int)reader.BytesConsumed;
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("eventId"u8)) _metadata.EventId = Text(ref reader);
            else if (reader.ValueTextEquals("correlationId"u8)) _metadata.CorrelationId = Text(ref reader);
            else if (reader.ValueTextEquals("causationId"u8)) _metadata.CausationId = Text(ref reader);
            else if (reader.ValueTextEquals("version"u8)) _metadata.Version = Text(ref reader);
            else if (reader.ValueTextEquals("subject"u8)) _metadata.Subject = Text(ref reader);
            else if (reader.ValueTextEquals("timestamp"u8)) _metadata.Timestamp = Text(ref reader);
            else if (reader.ValueTextEquals("traceparent"u8)) _metadata.TraceParent = Text(ref reader);
            else if (reader.ValueTextEquals("copyOf"u8)) _metadata.CopyOf = Text(ref reader);
            else reader.Skip();
        }
    }

    private EventMetadata Metadata()
    {
        var eventId = Guid.TryParse(_metadata.EventId, out var own) ? own : IdOf(_id ?? throw Missing("detail.metadata.eventId or id"));
        return new EventMetadata(
            eventId,
            _metadata.CorrelationId ?? eventId.ToString(),
            Guid.TryParse(_metadata.CausationId, out var cause) ? cause : null,
            _metadata.Version ?? "1.0",
            _metadata.Subject ?? "",
            Time(_metadata.Timestamp, "detail.metadata.timestamp") ?? _time ?? throw Missing("detail.metadata.timestamp or time"),
            _metadata.TraceParent,
            Guid.TryParse(_metadata.CopyOf, out var newest) ? newest : null);
    }

    /// <summary>Derives an id from a foreign one, which need not be a UUID: the same text always gives the same id.</summary>
    private static Guid IdOf(string id) =>
        Guid.TryParse(id, out var given) ? given : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));

    /// <exception cref="JsonException">It is no time, or has no offset: whose time it is must not depend on this machine's zone.</exception>
    private static DateTime? Time(string? text, string field)
    {
        if (text is null)
            return null;
        return Rfc3339.TryParse(text, out var time)
            ? time.UtcDateTime
            : throw new JsonException($"{field} is \"{text}\". An offset is missing, or it is no time: write {Rfc3339.Form}.");
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        reader.Skip();
        return null;
    }

    private static JsonException Missing(string field) => new($"The event has no {field}.");
}
