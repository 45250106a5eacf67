using Microsoft.EntityFrameworkCore;
using Shop.Messaging;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>
/// Tells a webhook. The bus tries again while the receiver does not take it; how often is counted here, so that a receiver that is gone ends
/// in the customer's log and not among the shop's own dead letters.
/// </summary>
internal sealed class DeliverWebhook(OrdersDb db, WebhookSender sender, WebhookSettings settings, TimeProvider clock) :
    IExternalCall<WebhookDeliveryRequested, DeliveryAttempt?>
{
    private const int Gone = 410;

    public async Task<DeliveryAttempt?> Call(WebhookDeliveryRequested received, CancellationToken ct)
    {
        var delivery = await db.Deliveries.SingleOrDefaultAsync(one => one.Id == received.DeliveryId, ct);
        if (delivery is not { State: DeliveryState.Pending })
            return null;
        if (await db.Webhooks.SingleOrDefaultAsync(one => one.Id == received.WebhookId, ct) is not { } webhook)
            return new DeliveryAttempt(clock.GetUtcNow().UtcDateTime, null, "The webhook was deleted.", 0);

        var made = await sender.Send(webhook, delivery, ct);
        if (made.Accepted || made.Status == Gone || delivery.Attempts + 1 >= settings.MaxAttempts)
            return made;
        // Noted by itself: a call that fails leaves nothing else behind.
        delivery.RecordAttempt(made);
        await db.SaveChangesAsync(ct);
        throw new DeliveryNotAcceptedException($"{delivery.Id} was not taken: {made.Error}");
    }

    public async Task Record(IReadOnlyList<CallResult<WebhookDeliveryRequested, DeliveryAttempt?>> results, CancellationToken ct)
    {
        var ids = results.Select(response => response.Event.DeliveryId).ToList();
        var deliveries = await db.Deliveries.Where(delivery => ids.Contains(delivery.Id)).ToDictionaryAsync(delivery => delivery.Id, ct);
        foreach (var response in results)
        {
            if (response.Result is not { } made || !deliveries.TryGetValue(response.Event.DeliveryId, out var delivery))
                continue;
            delivery.RecordFinalAttempt(made);
            if (made.Status == Gone && await db.Webhooks.FindAsync([response.Event.WebhookId], ct) is { } webhook)
                webhook.End(made.At);
        }
    }
}

/// <summary>The receiver has not taken it: the bus tries again.</summary>
internal sealed class DeliveryNotAcceptedException(string message) : Exception(message);
