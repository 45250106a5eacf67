using Microsoft.EntityFrameworkCore;
using Shop.Orders.Contracts;

namespace Shop.Orders;

/// <summary>
/// Delivers to a webhook. The bus retries while the receiver fails. Attempts are counted here, so a dead receiver ends in the customer's
/// delivery log and not among the shop's dead letters.
/// </summary>
internal sealed class DeliverWebhook(OrdersDb db, WebhookSender sender, WebhookSettings settings, TimeProvider clock) :
    IExternalCall<WebhookDeliveryRequested, DeliveryAttempt?>
{
    private const int Gone = 410;

    public static string? ReceiverOf(WebhookDeliveryRequested received) => received.WebhookId;

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
        // Saved separately, because a failed call saves nothing else.
        delivery.RecordAttempt(made);
        await db.SaveChangesAsync(ct);
        throw new DeliveryNotAcceptedException($"{delivery.Id} was not accepted: {made.Error}");
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

/// <summary>The receiver did not accept the delivery: the bus retries.</summary>
internal sealed class DeliveryNotAcceptedException(string message) : Exception(message);
