using System.Text;
using System.Text.Json;
using Shop.Events;
using Shop.Messaging;

namespace Shop.Notifications;

/// <summary>Says of a notification that its rule has given up that it failed.</summary>
internal sealed class RecordUndelivered(NotificationLog log, DeadLetters messages) : IHandle<EventDeliveryFailed>
{
    public async Task Handle(EventDeliveryFailed received, CancellationToken ct)
    {
        if (NotificationWorkflow.Of(received.Rule) is not { } branch)
            return;
        var found = await messages.Find(received.EventId, ct);
        // What has been put back meanwhile is not given up any more: what becomes of it then is recorded then.
        if (found.FirstOrDefault(story => story.DeadLetter.Module == received.Module && story.DeadLetter.Rule == received.Rule) is not { } message)
            return;
        var about = Notice.AboutOf(received.EventType);
        await log.RecordUndelivered(received.Subject, KeyOf(received, message, about, branch), about, branch.Channel, ct);
    }

    /// <summary>The key that it is sent by when somebody redrives it. An event that cannot be read tells none, so its own id stands in.</summary>
    private static string KeyOf(EventDeliveryFailed received, DeadLetterDetails message, string about, Branch branch)
    {
        try
        {
            return branch.Read(Envelope.Parse(Encoding.UTF8.GetBytes(message.Event.GetRawText()))).Key(about, branch.Channel);
        }
        catch (JsonException)
        {
            return $"{received.Subject}/{about}/{received.EventId}/{branch.Channel}";
        }
    }
}
