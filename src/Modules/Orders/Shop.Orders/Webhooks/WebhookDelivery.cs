using System.Text.Json;
using Shop.Orders.Contracts;
using Shop.Web;

namespace Shop.Orders;

/// <summary>A delivery to a webhook and its attempts.</summary>
internal sealed class WebhookDelivery
{
    private const int AttemptsStored = 20;

    public required string Id { get; init; }

    public required string WebhookId { get; init; }

    /// <summary>The header <c>webhook-id</c>, by which a receiver detects duplicates: the same for each attempt and redelivery.</summary>
    public required string MessageId { get; init; }

    public required string EventType { get; init; }

    /// <summary>The order it is about; null for a ping.</summary>
    public string? OrderId { get; init; }

    /// <summary>The exact bytes sent.</summary>
    public required string Body { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>The delivery that this one repeats.</summary>
    public string? Redelivers { get; init; }

    public DeliveryState State { get; private set; }

    /// <summary>The number of attempts.</summary>
    public int Attempts { get; private set; }

    /// <summary>The latest attempts, oldest first.</summary>
    public IReadOnlyList<DeliveryAttempt> LastAttempts { get; private set; } = [];

    /// <summary>Increases with each change; the second of two concurrent changes fails.</summary>
    public int Version { get; private set; } = 1;

    public static WebhookDelivery Of(Webhook webhook, string type, Order? order, string messageId, DateTimeOffset now) => new()
    {
        Id = Shop.Orders.OrderId.Timed("WHD-", now),
        WebhookId = webhook.Id,
        MessageId = messageId,
        EventType = type,
        OrderId = order?.Id,
        Body = JsonSerializer.Serialize(
            new WebhookMessage(type, now.UtcDateTime, order is null ? null : OrderView.Of(order)), ShopJson.Options),
        CreatedAt = now.UtcDateTime,
    };

    /// <summary>A new delivery of the same message.</summary>
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

    /// <summary>Records a failed attempt that will be retried.</summary>
    public void RecordAttempt(DeliveryAttempt made)
    {
        Attempts++;
        LastAttempts = [.. LastAttempts.TakeLast(AttemptsStored - 1), made];
        Version++;
    }

    /// <summary>Records the final attempt.</summary>
    public void RecordFinalAttempt(DeliveryAttempt made)
    {
        if (State != DeliveryState.Pending)
            return;
        RecordAttempt(made);
        State = made.Accepted ? DeliveryState.Delivered : DeliveryState.Failed;
    }
}

/// <summary>The state of a delivery.</summary>
internal enum DeliveryState
{
    Pending,
    Delivered,
    Failed,
}

/// <summary>An attempt to deliver.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Status">The receiver's status; null if it did not respond.</param>
/// <param name="Error">Why it failed; null when accepted.</param>
/// <param name="Milliseconds">The duration.</param>
internal sealed record DeliveryAttempt(DateTime At, int? Status, string? Error, long Milliseconds)
{
    public bool Accepted => Error is null;
}

/// <summary>The payload of a webhook.</summary>
/// <param name="Type"><c>order.confirmed</c> and the like, or <c>webhook.ping</c>.</param>
/// <param name="Timestamp">When it was created, UTC.</param>
/// <param name="Data">The order when the message was created; its version tells which of two messages is newer. Null for a ping.</param>
internal sealed record WebhookMessage([property: SentEvent] string Type, DateTime Timestamp, OrderView? Data);
