using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Messaging;
using Shop.Notifications.Contracts;

namespace Shop.Notifications;

/// <summary>Writes down what became of notifications, and says it; what is settled stays as it is.</summary>
internal sealed class NotificationLog(NotificationsDb db, TimeProvider clock)
{
    public async Task Record(IReadOnlyList<(Notice Notice, Delivery Delivery, IHeard Because)> told, string about, string channel, CancellationToken ct)
    {
        var keys = told.Select(one => one.Notice.Key(about, channel)).ToList();
        var known = await db.Known(keys, ct);
        foreach (var (notice, delivery, because) in told)
        {
            var key = notice.Key(about, channel);
            if (delivery.State is not { } state || known.GetValueOrDefault(key) is { IsSettled: true })
                continue;
            var row = known[key] = db.Keep(known.GetValueOrDefault(key), new Notification { Id = key, OrderId = notice.OrderId, About = about, Channel = channel });
            row.Become(state, delivery, clock.GetUtcNow().UtcDateTime);
            if (SaidOf(row) is { } said)
                db.Publish(said, because);
        }
    }

    /// <summary>A rule has given up telling: nobody tries again unless an operator redrives it, and then it is sent.</summary>
    public async Task RecordGivenUp(string orderId, string key, string about, string channel, CancellationToken ct)
    {
        var known = await db.Known([key], ct);
        if (known.GetValueOrDefault(key) is { IsSettled: true })
            return;
        var row = db.Keep(known.GetValueOrDefault(key), new Notification { Id = key, OrderId = orderId, About = about, Channel = channel });
        row.Become("given_up", new Delivery("given_up", "given_up", null, null), clock.GetUtcNow().UtcDateTime);
        db.Publish(new NotificationFailed(orderId, key, about, channel, "given_up"));
    }

    private static IEvent? SaidOf(Notification row) => row.State switch
    {
        "sent" => new NotificationSent(row.OrderId, row.Id, row.About, row.Channel),
        "failed" => new NotificationFailed(row.OrderId, row.Id, row.About, row.Channel, row.Reason!),
        _ => null,
    };
}
