namespace Shop.Orders;

/// <summary>An address of a customer's that is told what becomes of the orders.</summary>
internal sealed class Webhook
{
    public required string Id { get; init; }

    public required string CustomerId { get; init; }

    public required string Url { get; init; }

    /// <summary>The types that it wants; empty for all.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>What each delivery is signed with, as <see cref="WebhookSecrets"/> keeps it.</summary>
    public required string Secret { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>When its receiver said that it is gone; null while it is told.</summary>
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

    /// <summary>It is told nothing any more.</summary>
    public void End(DateTime now) => EndedAt ??= now;
}
