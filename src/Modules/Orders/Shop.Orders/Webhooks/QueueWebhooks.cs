using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Orders.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Orders;

/// <summary>Stores a delivery for each webhook of the order's customer and publishes Webhook Delivery Requested.</summary>
internal sealed class QueueWebhooks(OrdersDb db, TimeProvider clock) :
    IHandleMany<OrderCreated>, IHandleMany<OrderHeld>, IHandleMany<OrderResumed>,
    IHandleMany<OrderConfirmed>, IHandleMany<OrderCancelled>, IHandleMany<OrderCompleted>,
    IHandleMany<OrderShipped>, IHandleMany<OrderDelivered>,
    IHandleMany<ReturnRequested>, IHandleMany<ReturnAccepted>, IHandleMany<ReturnRefused>
{
    public Task Handle(IReadOnlyList<Received<OrderCreated>> received, CancellationToken ct) => Queue("order.created", received, ct);

    public Task Handle(IReadOnlyList<Received<OrderHeld>> received, CancellationToken ct) => Queue("order.held", received, ct);

    public Task Handle(IReadOnlyList<Received<OrderResumed>> received, CancellationToken ct) => Queue("order.resumed", received, ct);

    public Task Handle(IReadOnlyList<Received<OrderConfirmed>> received, CancellationToken ct) => Queue("order.confirmed", received, ct);

    public Task Handle(IReadOnlyList<Received<OrderCancelled>> received, CancellationToken ct) => Queue("order.cancelled", received, ct);

    public Task Handle(IReadOnlyList<Received<OrderShipped>> received, CancellationToken ct) => Queue("order.shipped", received, ct);

    public Task Handle(IReadOnlyList<Received<OrderDelivered>> received, CancellationToken ct) => Queue("order.delivered", received, ct);

    public Task Handle(IReadOnlyList<Received<OrderCompleted>> received, CancellationToken ct) => Queue("order.completed", received, ct);

    public Task Handle(IReadOnlyList<Received<ReturnRequested>> received, CancellationToken ct) => Queue("return.requested", received, ct);

    public Task Handle(IReadOnlyList<Received<ReturnAccepted>> received, CancellationToken ct) => Queue("return.accepted", received, ct);

    public Task Handle(IReadOnlyList<Received<ReturnRefused>> received, CancellationToken ct) => Queue("return.refused", received, ct);

    private async Task Queue<TEvent>(string type, IReadOnlyList<Received<TEvent>> received, CancellationToken ct) where TEvent : IEvent
    {
        var ids = received.Select(one => one.Event.Subject).Distinct().ToList();
        // Tracked, so the query sees changes that another handler made in this transaction.
        var orders = await db.Orders
            .Where(order => ids.Contains(order.Id) && db.Webhooks.Any(webhook => webhook.CustomerId == order.CustomerId))
            .ToDictionaryAsync(order => order.Id, ct);
        if (orders.Count == 0)
            return;

        var customers = orders.Values.Select(order => order.CustomerId).Distinct().ToList();
        var webhooks = (await db.Webhooks.Where(webhook => customers.Contains(webhook.CustomerId)).ToListAsync(ct))
            .ToLookup(webhook => webhook.CustomerId);
        foreach (var one in received)
        {
            if (!orders.TryGetValue(one.Event.Subject, out var order))
                continue;
            foreach (var webhook in webhooks[order.CustomerId].Where(webhook => webhook.Wants(type)))
                QueueOne(WebhookDelivery.Of(webhook, type, order, $"msg_{one.Envelope.Metadata.EventId:N}", clock.GetUtcNow()), one);
        }
    }

    private void QueueOne(WebhookDelivery delivery, IReceived causedBy)
    {
        db.Add(delivery);
        db.Publish(delivery.Requested(), causedBy);
    }
}

/// <summary>The event types that webhooks can receive.</summary>
internal static class WebhookEvents
{
    public const string Ping = "webhook.ping";

    /// <summary>Every type, and when it is sent.</summary>
    public static readonly IReadOnlyList<(string Type, string When)> When =
    [
        ("order.created", "An order was accepted"),
        ("order.held", "An order waits for a decision"),
        ("order.resumed", "An order waits no longer"),
        ("order.confirmed", "An order is paid and will be shipped"),
        ("order.cancelled", "An order was cancelled"),
        ("order.shipped", "An order was shipped"),
        ("order.delivered", "An order was delivered"),
        ("order.completed", "An order can no longer be returned"),
        ("return.requested", "A customer wants to return items of an order"),
        ("return.accepted", "A return was accepted"),
        ("return.refused", "A return was refused"),
        (Ping, "A test that was asked for"),
    ];

    /// <summary>The types that a webhook can subscribe to.</summary>
    public static readonly IReadOnlyList<string> All = [.. When.Select(one => one.Type).Where(type => type != Ping)];
}
