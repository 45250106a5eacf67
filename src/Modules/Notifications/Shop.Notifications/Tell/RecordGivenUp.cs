using Shop.Events;
using Shop.Messaging;

namespace Shop.Notifications;

/// <summary>Says of a notification that its rule has given up that it failed.</summary>
internal sealed class RecordGivenUp(NotificationLog log) : IHandle<EventAbandoned>
{
    public async Task Handle(EventAbandoned heard, CancellationToken ct)
    {
        if (NotificationWorkflow.Of(heard.Rule) is not { } branch)
            return;
        var about = Notice.AboutOf(heard.EventType);
        await log.RecordGivenUp(heard.Subject, $"{heard.Subject}/{about}/{heard.EventId}/{branch.Channel}", about, branch.Channel, ct);
    }
}
