using System.Text.Json;
using Shop.Orders.Contracts;
using Shop.Web;

namespace Shop.Orders;

/// <summary>Something that a webhook is told, and how that went.</summary>
internal sealed class WebhookDelivery
{
    private const int AttemptsStored = 20;

    public required string Id { get; init; }

    public required string WebhookId { get; init; }

    /// <summary>The header <c>webhook-id</c>, by which a receiver knows what it has heard already: the same in each try, and when it is delivered again.</summary>
    public required string MessageId { get; init; }

    public required string EventType { get; init; }

    /// <summary>The order that it tells of; null for a ping.</summary>
    public string? OrderId { get; init; }

    /// <summary>What is sent, byte for byte.</summary>
    public required string Body { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>The delivery that this one repeats.</summary>
    public string? Redelivers { get; init; }

    public DeliveryState State { get; private set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; private set; }

    /// <summary>The latest tries, oldest first.</summary>
    public IReadOnlyList<DeliveryAttempt> LastAttempts { get; private set; } = [];

    /// <summary>Grows with each change; of two changes at once, the second is refused.</summary>
    public int Version { get; private set; } = 1;

    public static WebhookDelivery Of(Webhook webhook, string type, Order? order, string messageId, DateTimeOffset now) => new()
    {
        Id = Shop.Orders.OrderId.Timed("WHD-", now),
        WebhookId = webhook.Id,
        MessageId = messageId,
        EventType = type,
        OrderId = order?.Id,
        Body = JsonSerializer.Serialize(new WebhookMessage(type, now.UtcDateTime, order is null ? null : OrderView.Of(order)), ShopJson.Options),
        CreatedAt = now.UtcDateTime,
    };

    /// <summary>The same message once more.</summary>
    public WebhookDelivery CreateRedelivery(DateTimeOffset now) => new()
    {
        Id = Shop.Orders.OrderId.Timed("WHD-", now),
        WebhookId = WebhookId,
        MessageId = MessageId,
        EventType = EventType,
        OrderId = OrderId,
        Body = Body,
        CreatedAt = now.UtcDateTime,
        Redelivers = Id,
    };

    public WebhookDeliveryRequested Requested() => new(Id, WebhookId);

    /// <summary>A try that will be followed by another.</summary>
    public void RecordAttempt(DeliveryAttempt made)
    {
        Attempts++;
        LastAttempts = [.. LastAttempts.TakeLast(AttemptsStored - 1), made];
        Version++;
    }

    /// <summary>The last try.</summary>
    public void RecordFinalAttempt(DeliveryAttempt made)
    {
        if (State != DeliveryState.Pending)
            return;
        RecordAttempt(made);
        State = made.Accepted ? DeliveryState.Delivered : DeliveryState.Failed;
    }
}

/// <summary>How a delivery stands.</summary>
internal enum DeliveryState
{
    Pending,
    Delivered,
    Failed,
}

/// <summary>A try to deliver.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Status">What the receiver answered; null when it did not.</param>
/// <param name="Error">Why it did not count; null when it was taken.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record DeliveryAttempt(DateTime At, int? Status, string? Error, long Milliseconds)
{
    public bool Accepted => Error is null;
}

/// <summary>What a webhook is sent.</summary>
/// <param name="Type"><c>order.confirmed</c> and the like, or <c>webhook.ping</c>.</param>
/// <param name="Timestamp">When it was said, UTC.</param>
/// <param name="Data">The order as it stood when the message was written: its version tells which of two is newer. Null for a ping.</param>
internal sealed record WebhookMessage(string Type, DateTime Timestamp, OrderView? Data);
