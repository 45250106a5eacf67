using Microsoft.EntityFrameworkCore;
using Shop.Events;
using Shop.Messaging;
using Shop.Orders.Contracts;
using Shop.Shipping.Contracts;

namespace Shop.Orders;

/// <summary>Writes down what each webhook of an order's customer is to be told of it, and asks for the delivery.</summary>
internal sealed class TellWebhooks(OrdersDb db, TimeProvider clock) :
    IHandleMany<OrderCreated>, IHandleMany<OrderHeld>, IHandleMany<OrderResumed>,
    IHandleMany<OrderConfirmed>, IHandleMany<OrderCancelled>, IHandleMany<OrderCompleted>,
    IHandleMany<OrderShipped>, IHandleMany<OrderDelivered>,
    IHandleMany<ReturnRequested>, IHandleMany<ReturnAccepted>, IHandleMany<ReturnRefused>
{
    public Task Handle(IReadOnlyList<Heard<OrderCreated>> heard, CancellationToken ct) => Tell("order.created", heard, ct);

    public Task Handle(IReadOnlyList<Heard<OrderHeld>> heard, CancellationToken ct) => Tell("order.held", heard, ct);

    public Task Handle(IReadOnlyList<Heard<OrderResumed>> heard, CancellationToken ct) => Tell("order.resumed", heard, ct);

    public Task Handle(IReadOnlyList<Heard<OrderConfirmed>> heard, CancellationToken ct) => Tell("order.confirmed", heard, ct);

    public Task Handle(IReadOnlyList<Heard<OrderCancelled>> heard, CancellationToken ct) => Tell("order.cancelled", heard, ct);

    public Task Handle(IReadOnlyList<Heard<OrderShipped>> heard, CancellationToken ct) => Tell("order.shipped", heard, ct);

    public Task Handle(IReadOnlyList<Heard<OrderDelivered>> heard, CancellationToken ct) => Tell("order.delivered", heard, ct);

    public Task Handle(IReadOnlyList<Heard<OrderCompleted>> heard, CancellationToken ct) => Tell("order.completed", heard, ct);

    public Task Handle(IReadOnlyList<Heard<ReturnRequested>> heard, CancellationToken ct) => Tell("return.requested", heard, ct);

    public Task Handle(IReadOnlyList<Heard<ReturnAccepted>> heard, CancellationToken ct) => Tell("return.accepted", heard, ct);

    public Task Handle(IReadOnlyList<Heard<ReturnRefused>> heard, CancellationToken ct) => Tell("return.refused", heard, ct);

    private async Task Tell<TEvent>(string type, IReadOnlyList<Heard<TEvent>> heard, CancellationToken ct) where TEvent : IEvent
    {
        var ids = heard.Select(one => one.Event.Subject).Distinct().ToList();
        // Tracked: what another handler has just made of an order is seen.
        var told = await db.Orders
            .Where(order => ids.Contains(order.Id) && db.Webhooks.Any(webhook => webhook.CustomerId == order.CustomerId))
            .ToDictionaryAsync(order => order.Id, ct);
        if (told.Count == 0)
            return;

        var customers = told.Values.Select(order => order.CustomerId).Distinct().ToList();
        var webhooks = (await db.Webhooks.Where(webhook => customers.Contains(webhook.CustomerId)).ToListAsync(ct)).ToLookup(webhook => webhook.CustomerId);
        foreach (var one in heard)
        {
            if (!told.TryGetValue(one.Event.Subject, out var order))
                continue;
            foreach (var webhook in webhooks[order.CustomerId].Where(webhook => webhook.Wants(type)))
                Deliver(WebhookDelivery.Of(webhook, type, order, $"msg_{one.Envelope.Metadata.EventId:N}", clock.GetUtcNow()), one);
        }
    }

    private void Deliver(WebhookDelivery delivery, IHeard because)
    {
        db.Add(delivery);
        db.Publish(delivery.Requested(), because);
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
