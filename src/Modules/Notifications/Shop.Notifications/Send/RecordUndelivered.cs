using System.Text;
using System.Text.Json;
using Shop.Events;

namespace Shop.Notifications;

/// <summary>Records notifications whose event was dead-lettered as failed.</summary>
internal sealed class RecordUndelivered(NotificationLog log, DeadLetters deadLetters) : IHandle<EventDeliveryFailed>
{
    public async Task Handle(EventDeliveryFailed received, CancellationToken ct)
    {
        if (NotificationWorkflow.Of(received.Rule) is not { } branch)
            return;
        var candidates = await deadLetters.Find(received.EventId, ct);
        // If it was redriven in the meantime, its new result is recorded later.
        if (candidates.FirstOrDefault(
            one => one.DeadLetter.Module == received.Module && one.DeadLetter.Rule == received.Rule) is not { } deadLetter)
            return;
        var about = Notice.AboutOf(received.EventType);
        await log.RecordUndelivered(received.Subject, KeyOf(received, deadLetter, about, branch), about, branch.Channel, ct);
    }

    /// <summary>The key that a redrive would use. For an unreadable event the event id replaces the unknown part.</summary>
    private static string KeyOf(EventDeliveryFailed received, DeadLetterDetails deadLetter, string about, Branch branch)
    {
        try
        {
            return branch.Read(Envelope.Parse(Encoding.UTF8.GetBytes(deadLetter.Event.GetRawText()))).Key(about, branch.Channel);
        }
        catch (JsonException)
        {
            return $"{received.Subject}/{about}/{received.EventId}/{branch.Channel}";
        }
    }
}
