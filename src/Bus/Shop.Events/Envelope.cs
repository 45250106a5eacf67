using System.Text.Json;
using System.Text.Unicode;

namespace Shop.Events;

/// <summary>
/// An event as EventBridge delivers it: <c>version, id, detail-type, source, account, time, region, resources, detail</c>, with the
/// shop's own identity in <c>detail.metadata</c>. Holds the original JSON and the few fields that the bus needs.
/// </summary>
public sealed class Envelope
{
    private readonly Range _detail;

    internal Envelope(ReadOnlyMemory<byte> json, string source, string detailType, Range detail, EventMetadata metadata, string? replayName)
    {
        Json = json;
        Source = source;
        DetailType = detailType;
        _detail = detail;
        Metadata = metadata;
        ReplayName = replayName;
    }

    /// <summary>The whole envelope, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The publisher.</summary>
    public string Source { get; }

    /// <summary>The event's name.</summary>
    public string DetailType { get; }

    /// <summary>The event's identity and history.</summary>
    public EventMetadata Metadata { get; }

    /// <summary>The replay that sent it; null for an event that is sent for the first time.</summary>
    public string? ReplayName { get; }

    /// <summary>The event's own fields and its metadata, UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Detail => Json[_detail];

    /// <summary>
    /// The event in the envelope; an older version is upcast to <typeparamref name="T"/> (<see cref="IUpcasts{TOld,TNew}"/>).
    /// </summary>
    /// <exception cref="JsonException">The detail does not fit the contract; the message names the path.</exception>
    public T Read<T>() where T : IEvent =>
        Upcast<T>.Known is { } upcast && upcast.Reads(Metadata.Version) ? upcast.Read(this) : Deserialized<T>();

    private T Deserialized<T>() =>
        JsonSerializer.Deserialize<T>(Detail.Span, EventJson.Options) ?? throw new JsonException($"The detail of \"{DetailType}\" is null.");

    /// <summary>
    /// Reads an envelope, the shop's or a foreign one: without metadata it uses EventBridge's own <c>id</c> and <c>time</c>.
    /// </summary>
    /// <exception cref="JsonException">Not JSON, or not an envelope; the message says what is missing.</exception>
    public static Envelope Parse(ReadOnlyMemory<byte> json) => new EnvelopeReader(json).Read();

    /// <summary>Tries to read an event.</summary>
    /// <param name="json">The bytes.</param>
    /// <returns>The event; null when the bytes are not one.</returns>
    public static Envelope? ParseOrNull(ReadOnlyMemory<byte> json)
    {
        try
        {
            return Utf8.IsValid(json.Span) ? Parse(json) : null;
        }
        // The JSON reader throws InvalidOperationException for a string with half a surrogate pair.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
