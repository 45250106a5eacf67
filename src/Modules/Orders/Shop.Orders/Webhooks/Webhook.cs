namespace Shop.Orders;

/// <summary>A customer's webhook, called when their orders change.</summary>
internal sealed class Webhook
{
    public required string Id { get; init; }

    public required string CustomerId { get; init; }

    public required string Url { get; init; }

    /// <summary>The subscribed event types; empty for all.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>The signing secret, protected by <see cref="WebhookSecrets"/>.</summary>
    public required string Secret { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>When its receiver answered 410 Gone; null while active.</summary>
    public DateTime? EndedAt { get; private set; }

    public static Webhook New(string customerId, string url, IReadOnlyList<string> events, string secret, DateTime now) => new()
    {
        Id = "WHK-" + OrderId.Random(),
        CustomerId = customerId,
        Url = url,
        Events = events,
        Secret = secret,
        CreatedAt = now,
    };

    public bool Wants(string type) => EndedAt is null && (Events.Count == 0 || Events.Contains(type));

    /// <summary>Ends the webhook: it receives no more deliveries.</summary>
    public void End(DateTime now) => EndedAt ??= now;
}
