using Shop.Events;

namespace Shop.Testing;

/// <summary>Events as a transport delivers them.</summary>
public static class Envelopes
{
    private static readonly EnvelopeWriter Writer = new();

    /// <summary>An envelope with an event; the same id again makes it a duplicate.</summary>
    public static Envelope Of(IEvent published, Guid? eventId = null, DateTime? at = null)
    {
        var id = eventId ?? Guid.CreateVersion7();
        var metadata = new EventMetadata(
            id, "test-" + id.ToString("N"), null, EventContract.Of(published.GetType()).Version, published.Subject, at ?? DateTime.UtcNow, null);
        return Envelope.Parse(Writer.Write(published, metadata));
    }
}
