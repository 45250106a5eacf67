using Shop.Events;
using Shop.Notifications.Contracts;

namespace Shop.Notifications;

/// <summary>Records results of notifications and publishes them; final results do not change.</summary>
internal sealed class NotificationLog(NotificationsDb db, TimeProvider clock)
{
    public async Task Record(
        IReadOnlyList<(Notice Notice, SendResult Delivery, IReceived CausedBy)> notifications, string about, string channel,
        CancellationToken ct)
    {
        var keys = notifications.Select(one => one.Notice.Key(about, channel)).ToList();
        var known = await db.Known(keys, ct);
        foreach (var (notice, result, causedBy) in notifications)
        {
            var key = notice.Key(about, channel);
            if (result.State is not { } state || known.GetValueOrDefault(key) is { IsSettled: true })
                continue;
            var row = known[key] =
                db.GetOrAdd(
                known.GetValueOrDefault(key), new Notification { Id = key, OrderId = notice.OrderId, About = about, Channel = channel });
            row.SetState(state, result, clock.GetUtcNow().UtcDateTime);
            if (PublishedFor(row) is { } published)
                db.Publish(published, causedBy);
        }
    }

    /// <summary>
    /// Records a dead-lettered notification. A redrive sends it, unless a send had already begun without a result: that one may have gone
    /// out and needs a person to check.
    /// </summary>
    public async Task RecordUndelivered(string orderId, string key, string about, string channel, CancellationToken ct)
    {
        var known = (await db.Known([key], ct)).GetValueOrDefault(key);
        if (known is { IsSettled: true } or { State: "given_up" })
            return;
        var gone = known is null
            ? new SendResult("given_up", "given_up", null, null)
            : new SendResult("failed", "outcome_unknown", known.Address, known.Language);
        var row = db.GetOrAdd(known, new Notification { Id = key, OrderId = orderId, About = about, Channel = channel });
        row.SetState(gone.State!, gone, clock.GetUtcNow().UtcDateTime);
        db.Publish(new NotificationFailed(orderId, key, about, channel, gone.Reason!));
    }

    private static IEvent? PublishedFor(Notification row) => row.State switch
    {
        "sent" => new NotificationSent(row.OrderId, row.Id, row.About, row.Channel),
        "failed" => new NotificationFailed(row.OrderId, row.Id, row.About, row.Channel, row.Reason!),
        _ => null,
    };
}
