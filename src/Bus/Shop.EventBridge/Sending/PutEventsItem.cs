using System.Text;
using Shop.Events;

namespace Shop.EventBridge;

/// <summary>An outgoing event as an entry of a PutEvents call.</summary>
/// <param name="Event">The event, to be acknowledged or rejected.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Bytes">Its size as AWS counts it.</param>
internal sealed record PutEventsItem(OutgoingEvent Event, PutEventsEntry Entry, int Bytes)
{
    public static PutEventsItem Of(OutgoingEvent outgoing, string bus)
    {
        var envelope = outgoing.Envelope;
        return new PutEventsItem(outgoing, EntryOf(envelope, bus), EventSize.Of(envelope.Source, envelope.DetailType, envelope.Detail.Length));
    }

    /// <summary>EventBridge builds a new envelope with its own id; the shop's id is in the detail's metadata.</summary>
    public static PutEventsEntry EntryOf(Envelope envelope, string bus) => new(
        new DateTimeOffset(envelope.Metadata.Timestamp).ToUnixTimeMilliseconds() / 1000.0,
        envelope.Source, envelope.DetailType, Encoding.UTF8.GetString(envelope.Detail.Span), bus, XRay.Header(envelope.Metadata.TraceParent));
}
