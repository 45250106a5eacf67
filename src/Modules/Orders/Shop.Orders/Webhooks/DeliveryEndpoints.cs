using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Shop.Web;

namespace Shop.Orders;

/// <summary>The delivery log of a webhook, redelivery and ping.</summary>
internal static class DeliveryEndpoints
{
    /// <summary>Limits requested calls per webhook, because the caller may not own the receiver.</summary>
    private const int MaxPerMinute = 30;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/webhooks/{id}/deliveries", List).WithName("ListDeliveries").WithTags("Webhooks")
            .WithSummary("Lists the deliveries of a webhook, newest first")
            .WithDescription("Each with its latest attempts.")
            .ProducesProblems(WebhookProblems.NotFound);
        routes.MapGet("/v1/webhooks/{id}/deliveries/{deliveryId}", Get).WithName("GetDelivery").WithTags("Webhooks")
            .WithSummary("Returns a delivery")
            .WithDescription("With its latest attempts: when, how long, and what the receiver answered.")
            .ProducesProblems(WebhookProblems.NotFound, WebhookProblems.DeliveryNotFound);
        routes.MapPost("/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver", Redeliver).WithName("Redeliver").WithTags("Webhooks")
            .WithSummary("Redelivers a message")
            .WithDescription("With the same webhook-id, so the receiver can recognise the duplicate.")
            .ProducesProblems(WebhookProblems.NotFound, WebhookProblems.DeliveryNotFound, WebhookProblems.Ended);
        routes.MapPost("/v1/webhooks/{id}/ping", Ping).WithName("PingWebhook").WithTags("Webhooks")
            .WithSummary("Sends a test message to a webhook")
            .WithDescription("A signed webhook.ping, regardless of the events it subscribes to.")
            .ProducesProblems(WebhookProblems.NotFound, WebhookProblems.Ended);
    }

    private static async Task<Results<Page<DeliveryView>, Problem>> List(string id, PageRequest page, OrdersDb db, CancellationToken ct)
    {
        if (!await db.Webhooks.AnyAsync(webhook => webhook.Id == id, ct))
            return WebhookEndpoints.Missing(id);
        var deliveries = db.Deliveries.AsNoTracking().Where(delivery => delivery.WebhookId == id);
        if (page.After<string>() is { } last)
            deliveries = deliveries.Where(delivery => string.Compare(delivery.Id, last) < 0);
        var rows = await deliveries.OrderByDescending(delivery => delivery.Id).Take(page.Limit + 1).ToListAsync(ct);
        return Page.Of(rows, page, delivery => delivery.Id, DeliveryView.Of);
    }

    private static async Task<Results<Tagged<DeliveryView>, Problem>> Get(
        string id, string deliveryId, OrdersDb db, CancellationToken ct)
    {
        if (!await db.Webhooks.AnyAsync(webhook => webhook.Id == id, ct))
            return WebhookEndpoints.Missing(id);
        return await Find(id, deliveryId, db, ct) is { } delivery ? Tagged.Of(DeliveryView.Of(delivery)) : Missing(deliveryId);
    }

    private static async Task<Results<Accepted<DeliveryView>, Problem>> Redeliver(
        string id, string deliveryId, OrdersDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.Webhooks.AnyAsync(webhook => webhook.Id == id, ct))
            return WebhookEndpoints.Missing(id);
        return await Find(id, deliveryId, db, ct) is { } delivery
            ? await Deliver(id, _ => delivery.CreateRedelivery(clock.GetUtcNow()), db, clock, ct)
            : Missing(deliveryId);
    }

    private static Task<Results<Accepted<DeliveryView>, Problem>> Ping(string id, OrdersDb db, TimeProvider clock, CancellationToken ct) =>
        Deliver(id, webhook => WebhookDelivery.Of(webhook, WebhookEvents.Ping, null, $"msg_{Guid.NewGuid():N}", clock.GetUtcNow()), db,
            clock, ct);

    /// <summary>Counts and adds under a lock, so that concurrent requests together stay within the limit.</summary>
    private static Task<Results<Accepted<DeliveryView>, Problem>> Deliver(
        string id, Func<Webhook, WebhookDelivery> make, OrdersDb db, TimeProvider clock, CancellationToken ct) => db.InTransaction(async () =>
    {
        await db.AcquireLock($"deliveries of {id}", ct);
        return await DeliverIfFewEnough(id, make, db, clock, ct);
    }, ct);

    private static async Task<Results<Accepted<DeliveryView>, Problem>> DeliverIfFewEnough(
        string id, Func<Webhook, WebhookDelivery> make, OrdersDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(webhook => webhook.Id == id, ct) is not { } webhook)
            return WebhookEndpoints.Missing(id);
        if (webhook.EndedAt is { } ended)
            return Problem.Of(WebhookProblems.Ended, $"{id} ended at {ended:O}.");
        var lately = clock.GetUtcNow().UtcDateTime.AddMinutes(-1);
        if (await db.Deliveries.CountAsync(
                one => one.WebhookId == id && one.CreatedAt > lately
                    && (one.Redelivers != null || one.EventType == WebhookEvents.Ping), ct) >= MaxPerMinute)
            return Problem.Of(
                WebProblems.TooManyRequests,
                $"{id} reached its limit of {MaxPerMinute} pings and redeliveries per minute. Retry in a minute.")
                .With("Retry-After", "60");
        var delivery = make(webhook);
        db.Add(delivery);
        db.Publish(delivery.Requested());
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/v1/webhooks/{id}/deliveries/{delivery.Id}", DeliveryView.Of(delivery));
    }

    private static Task<WebhookDelivery?> Find(string id, string deliveryId, OrdersDb db, CancellationToken ct) =>
        db.Deliveries.AsNoTracking().SingleOrDefaultAsync(delivery => delivery.Id == deliveryId && delivery.WebhookId == id, ct);

    private static Problem Missing(string deliveryId) =>
        Problem.Of(WebhookProblems.DeliveryNotFound, $"There is no delivery {deliveryId} of this webhook.");
}
