using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Orders;

/// <summary>Writes down what each webhook of an order's customer is to be told of it, and asks for the delivery.</summary>
internal sealed class QueueWebhooks(OrdersDb db, TimeProvider clock) :
    IHandleMany<OrderCreated>, IHandleMany<OrderHeld>, IHandleMany<OrderResumed>,
    IHandleMany<OrderConfirmed>, IHandleMany<OrderCancelled>, IHandleMany<OrderCompleted>,
    IHandleMany<OrderShipped>, IHandleMany<OrderDelivered>,
    IHandleMany<ReturnRequested>, IHandleMany<ReturnAccepted>, IHandleMany<ReturnRefused>
{
    public Task Handle(IReadOnlyList<Received<OrderCreated>> received, CancellationToken ct) => Tell("order.created", received, ct);

    public Task Handle(IReadOnlyList<Received<OrderHeld>> received, CancellationToken ct) => Tell("order.held", received, ct);

    public Task Handle(IReadOnlyList<Received<OrderResumed>> received, CancellationToken ct) => Tell("order.resumed", received, ct);

    public Task Handle(IReadOnlyList<Received<OrderConfirmed>> received, CancellationToken ct) => Tell("order.confirmed", received, ct);

    public Task Handle(IReadOnlyList<Received<OrderCancelled>> received, CancellationToken ct) => Tell("order.cancelled", received, ct);

    public Task Handle(IReadOnlyList<Received<OrderShipped>> received, CancellationToken ct) => Tell("order.shipped", received, ct);

    public Task Handle(IReadOnlyList<Received<OrderDelivered>> received, CancellationToken ct) => Tell("order.delivered", received, ct);

    public Task Handle(IReadOnlyList<Received<OrderCompleted>> received, CancellationToken ct) => Tell("order.completed", received, ct);

    public Task Handle(IReadOnlyList<Received<ReturnRequested>> received, CancellationToken ct) => Tell("return.requested", received, ct);

    public Task Handle(IReadOnlyList<Received<ReturnAccepted>> received, CancellationToken ct) => Tell("return.accepted", received, ct);

    public Task Handle(IReadOnlyList<Received<ReturnRefused>> received, CancellationToken ct) => Tell("return.refused", received, ct);

    private async Task Tell<TEvent>(string type, IReadOnlyList<Received<TEvent>> received, CancellationToken ct) where TEvent : IEvent
    {
        var ids = received.Select(one => one.Event.Subject).Distinct().ToList();
        // Tracked: what another handler has just made of an order is seen.
        var told = await db.Orders
            .Where(order => ids.Contains(order.Id) && db.Webhooks.Any(webhook => webhook.CustomerId == order.CustomerId))
            .ToDictionaryAsync(order => order.Id, ct);
        if (told.Count == 0)
            return;

        var customers = told.Values.Select(order => order.CustomerId).Distinct().ToList();
        var webhooks = (await db.Webhooks.Where(webhook => customers.Contains(webhook.CustomerId)).ToListAsync(ct)).ToLookup(webhook => webhook.CustomerId);
        foreach (var one in received)
        {
            if (!told.TryGetValue(one.Event.Subject, out var order))
                continue;
            foreach (var webhook in webhooks[order.CustomerId].Where(webhook => webhook.Wants(type)))
                Deliver(WebhookDelivery.Of(webhook, type, order, $"msg_{one.Envelope.Metadata.EventId:N}", clock.GetUtcNow()), one);
        }
    }

    private void Deliver(WebhookDelivery delivery, IReceived causedBy)
    {
        db.Add(delivery);
        db.Publish(delivery.Requested(), causedBy);
    }
}

/// <summary>What a webhook may be told of.</summary>
internal static class WebhookEvents
{
    public const string Ping = "webhook.ping";

    public static readonly IReadOnlyList<string> All =
    [
        "order.created", "order.held", "order.resumed", "order.confirmed", "order.cancelled", "order.shipped", "order.delivered", "order.completed",
        "return.requested", "return.accepted", "return.refused",
    ];
}
