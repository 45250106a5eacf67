using System.Text;
using Shop.Events;

namespace Shop.EventBridge;

/// <summary>A parcel as it goes into a PutEvents call.</summary>
/// <param name="Event">Whom to tell.</param>
/// <param name="Entry">What is put.</param>
/// <param name="Bytes">Its size as AWS counts it.</param>
internal sealed record PutEventsItem(OutgoingEvent Event, PutEventsEntry Entry, int Bytes)
{
    public static PutEventsItem Of(OutgoingEvent outgoing, string bus)
    {
        var envelope = outgoing.Envelope;
        return new PutEventsItem(outgoing, EntryOf(envelope, bus), EventSize.Of(envelope.Source, envelope.DetailType, envelope.Detail.Length));
    }

    /// <summary>EventBridge makes the envelope around it anew, with an id of its own: ours is in the detail's metadata.</summary>
    public static PutEventsEntry EntryOf(Envelope envelope, string bus) => new(
        new DateTimeOffset(envelope.Metadata.Timestamp).ToUnixTimeMilliseconds() / 1000.0,
        envelope.Source, envelope.DetailType, Encoding.UTF8.GetString(envelope.Detail.Span), bus, XRay.Header(envelope.Metadata.TraceParent));
}
