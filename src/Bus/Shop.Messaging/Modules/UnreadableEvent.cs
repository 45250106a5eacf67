using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Shop.Events;

namespace Shop.Messaging.Modules;

/// <summary>
/// An envelope around bytes that are no event, so that they can be stored, shown and redelivered like one. Unless it is known which event
/// they were, the same bytes have the same id: delivered again they are the same dead letter.
/// </summary>
internal static class UnreadableEvent
{
    private const string Source = "com.shop.bus";
    private const string DetailType = "Unreadable Event";

    public static Envelope Wrap(ReadOnlyMemory<byte> bytes, DateTimeOffset now, Guid? eventId = null)
    {
        var text = Utf8.IsValid(bytes.Span);
        return Envelope.Parse(JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["version"] = "0",
            ["id"] = (eventId ?? new Guid(SHA256.HashData(bytes.Span).AsSpan(0, 16))).ToString(),
            ["detail-type"] = DetailType,
            ["source"] = Source,
            ["time"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["detail"] = new JsonObject { [text ? "body" : "base64"] = text ? Encoding.UTF8.GetString(bytes.Span) : Convert.ToBase64String(bytes.Span) },
        }));
    }

    /// <summary>The wrapped bytes; null for any other event.</summary>
    public static ReadOnlyMemory<byte>? Unwrap(Envelope envelope)
    {
        if ((envelope.Source, envelope.DetailType) != (Source, DetailType))
            return null;
        using var detail = JsonDocument.Parse(envelope.Detail);
        return detail.RootElement.TryGetProperty("body", out var body)
            ? Encoding.UTF8.GetBytes(body.GetString()!)
            : detail.RootElement.GetProperty("base64").GetBytesFromBase64();
    }
}
