using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Messaging;
using Shop.Notifications.Contracts;

namespace Shop.Notifications;

/// <summary>Writes down what became of notifications, and says it; what is settled stays as it is.</summary>
internal sealed class NotificationLog(NotificationsDb db, TimeProvider clock)
{
    public async Task Record(IReadOnlyList<(Notice Notice, SendResult Delivery, IReceived Because)> notifications, string about, string channel, CancellationToken ct)
    {
        var keys = notifications.Select(one => one.Notice.Key(about, channel)).ToList();
        var known = await db.Known(keys, ct);
        foreach (var (notice, result, causedBy) in notifications)
        {
            var key = notice.Key(about, channel);
            if (result.State is not { } state || known.GetValueOrDefault(key) is { IsSettled: true })
                continue;
            var row = known[key] = db.GetOrAdd(known.GetValueOrDefault(key), new Notification { Id = key, OrderId = notice.OrderId, About = about, Channel = channel });
            row.SetState(state, result, clock.GetUtcNow().UtcDateTime);
            if (PublishedFor(row) is { } published)
                db.Publish(published, causedBy);
        }
    }

    /// <summary>
    /// A rule has given up telling: nobody tries again unless an operator redrives it, and then it is sent. Not so one whose sending has begun and
    /// was not heard of again: that may have gone out, and a person has to look.
    /// </summary>
    public async Task RecordUndelivered(string orderId, string key, string about, string channel, CancellationToken ct)
    {
        var known = (await db.Known([key], ct)).GetValueOrDefault(key);
        if (known is { IsSettled: true } or { State: "given_up" })
            return;
        var gone = known is null ? new SendResult("given_up", "given_up", null, null) : new SendResult("failed", "outcome_unknown", known.Address, known.Language);
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
