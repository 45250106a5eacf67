using System.ComponentModel;

namespace Shop.Orders;

/// <summary>A new webhook.</summary>
internal sealed record RegisterWebhookRequest(
    [property: Description("Whose orders it is told of, 1–64 characters.")] string CustomerId,
    [property: Description("An https address that is public, at most 2,000 characters.")] string Url,
    [property: Description("order.created, order.held, order.resumed, order.confirmed, order.cancelled, order.shipped, order.delivered, order.completed, return.requested, return.accepted, return.refused; none for all, also those to come.")] IReadOnlyList<string>? Events = null);

/// <summary>A webhook with the secret that its deliveries are signed with. It is shown this once.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Secret"><c>whsec_</c> and the key in base64, as standardwebhooks.com has it.</param>
internal sealed record RegisteredWebhook(WebhookView Webhook, string Secret);

/// <summary>A webhook.</summary>
/// <param name="WebhookId">Its id.</param>
/// <param name="CustomerId">Whose orders it is told of.</param>
/// <param name="Url">Where it is told.</param>
/// <param name="Events">The types that it wants; empty for all.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="EndedAt">When its receiver said that it is gone (410), since when it is told nothing; null otherwise.</param>
internal sealed record WebhookView(string WebhookId, string CustomerId, string Url, IReadOnlyList<string> Events, DateTime CreatedAt, DateTime? EndedAt)
{
    public static WebhookView Of(Webhook webhook) =>
        new(webhook.Id, webhook.CustomerId, webhook.Url, webhook.Events, webhook.CreatedAt, webhook.EndedAt);
}

/// <summary>Something that a webhook was told, and how that went.</summary>
/// <param name="DeliveryId">Its id.</param>
/// <param name="MessageId">The header <c>webhook-id</c> that it carries.</param>
/// <param name="EventType">What it tells.</param>
/// <param name="OrderId">Of which order; null for a ping.</param>
/// <param name="State">Pending while it is tried again.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastAttempts">The latest twenty tries, oldest first.</param>
/// <param name="Redelivers">The delivery that this one repeats; null for none.</param>
/// <param name="CreatedAt">Since when it is to be delivered.</param>
internal sealed record DeliveryView(
    string DeliveryId, string MessageId, string EventType, string? OrderId, DeliveryState State, int Attempts, IReadOnlyList<DeliveryAttemptView> LastAttempts,
    string? Redelivers, DateTime CreatedAt)
{
    public static DeliveryView Of(WebhookDelivery delivery) => new(
        delivery.Id, delivery.MessageId, delivery.EventType, delivery.OrderId, delivery.State, delivery.Attempts,
        [.. delivery.LastAttempts.Select(made => new DeliveryAttemptView(made.At, made.Status, made.Error, made.Milliseconds))],
        delivery.Redelivers, delivery.CreatedAt);
}

/// <summary>A try to deliver.</summary>
/// <param name="At">When.</param>
/// <param name="Status">What the receiver answered; null when it did not.</param>
/// <param name="Error">Why it did not count; null when it was taken.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record DeliveryAttemptView(DateTime At, int? Status, string? Error, long Milliseconds);
