using System.Text;
using System.Text.Json;
using Shop.Events;
using Shop.Messaging;

namespace Shop.Notifications;

/// <summary>Says of a notification that its rule has given up that it failed.</summary>
internal sealed class RecordGivenUp(NotificationLog log, DeadLetters letters) : IHandle<EventAbandoned>
{
    public async Task Handle(EventAbandoned heard, CancellationToken ct)
    {
        if (NotificationWorkflow.Of(heard.Rule) is not { } branch)
            return;
        var found = await letters.Find(heard.EventId, ct);
        // What has been put back meanwhile is not given up any more: what becomes of it then is recorded then.
        if (found.FirstOrDefault(story => story.Letter.Module == heard.Module && story.Letter.Rule == heard.Rule) is not { } letter)
            return;
        var about = Notice.AboutOf(heard.EventType);
        await log.RecordGivenUp(heard.Subject, KeyOf(heard, letter, about, branch), about, branch.Channel, ct);
    }

    /// <summary>The key that it is sent by when somebody redrives it. An event that cannot be read tells none, so its own id stands in.</summary>
    private static string KeyOf(EventAbandoned heard, DeadLetterStory letter, string about, Branch branch)
    {
        try
        {
            return branch.Read(Envelope.Parse(Encoding.UTF8.GetBytes(letter.Event))).Key(about, branch.Channel);
        }
        catch (JsonException)
        {
            return $"{heard.Subject}/{about}/{heard.EventId}/{branch.Channel}";
        }
    }
}
