using System.ComponentModel.DataAnnotations;

namespace Shop.Orders;

/// <summary>A new webhook.</summary>
/// <param name="CustomerId">The customer whose orders it follows.</param>
/// <param name="Url">A public https URL.</param>
/// <param name="Events">The event types to receive; omit for all, including future types.</param>
internal sealed record RegisterWebhookRequest(
    [property: StringLength(PlaceOrderRules.MaxIdLength, MinimumLength = 1)] string CustomerId,
    [property: Url, StringLength(WebhookEndpoints.MaxUrlLength)] string Url,
    [property: WebhookEvent] IReadOnlyList<string>? Events = null);

/// <summary>A webhook with its signing secret, which is shown only once.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Secret"><c>whsec_</c> and the key in base64, per standardwebhooks.com.</param>
internal sealed record RegisteredWebhook(WebhookView Webhook, string Secret);

/// <summary>A webhook.</summary>
/// <param name="WebhookId">Its id.</param>
/// <param name="CustomerId">The customer whose orders it follows.</param>
/// <param name="Url">The URL that is called.</param>
/// <param name="Events">The subscribed event types; empty for all.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="EndedAt">When its receiver answered 410 Gone and deliveries stopped; null otherwise.</param>
internal sealed record WebhookView(
    string WebhookId, string CustomerId, string Url, [property: WebhookEvent] IReadOnlyList<string> Events, DateTime CreatedAt, DateTime? EndedAt)
{
    public static WebhookView Of(Webhook webhook) =>
        new(webhook.Id, webhook.CustomerId, webhook.Url, webhook.Events, webhook.CreatedAt, webhook.EndedAt);
}

/// <summary>A delivery to a webhook and its attempts.</summary>
/// <param name="DeliveryId">Its id.</param>
/// <param name="MessageId">The header <c>webhook-id</c>.</param>
/// <param name="EventType">The event type.</param>
/// <param name="OrderId">The order; null for a ping.</param>
/// <param name="State">Pending while it is retried.</param>
/// <param name="Attempts">The number of attempts.</param>
/// <param name="LastAttempts">The latest twenty attempts, oldest first.</param>
/// <param name="Redelivers">The delivery that this one repeats; null for none.</param>
/// <param name="CreatedAt">When it was created.</param>
internal sealed record DeliveryView(
    string DeliveryId, string MessageId, [property: SentEvent] string EventType, string? OrderId, DeliveryState State, int Attempts,
    IReadOnlyList<DeliveryAttemptView> LastAttempts,
    string? Redelivers, DateTime CreatedAt)
{
    public static DeliveryView Of(WebhookDelivery delivery) => new(
        delivery.Id, delivery.MessageId, delivery.EventType, delivery.OrderId, delivery.State, delivery.Attempts,
        [.. delivery.LastAttempts.Select(made => new DeliveryAttemptView(made.At, made.Status, made.Error, made.Milliseconds))],
        delivery.Redelivers, delivery.CreatedAt);
}

/// <summary>An attempt to deliver.</summary>
/// <param name="At">When.</param>
/// <param name="Status">The receiver's status; null if it did not respond.</param>
/// <param name="Error">Why it failed; null when accepted.</param>
/// <param name="Milliseconds">The duration.</param>
internal sealed record DeliveryAttemptView(DateTime At, int? Status, string? Error, long Milliseconds);
