using Shop.Events;

namespace Shop.Orders.Contracts;

/// <summary>A delivery to a customer's webhook is due. Payload, URL and secret stay in the Orders module.</summary>
/// <param name="DeliveryId"><c>WHD-</c> and 26 characters; the business key of the call.</param>
/// <param name="WebhookId">The webhook, <c>WHK-</c> and 26 characters.</param>
[Event("com.shop.orders", "Webhook Delivery Requested")]
public sealed record WebhookDeliveryRequested(
    [Pattern("^WHD-[0-9A-HJKMNP-TV-Z]{26}$", Example = "WHD-01JNK5Y3W8QZ4T7R2M6V9B1C0D")] string DeliveryId,
    [Pattern("^WHK-[0-9A-HJKMNP-TV-Z]{26}$", Example = "WHK-8Q2T5Y9W3R7M1V6B0C4D8F2G5H")] string WebhookId) : IEvent
{
    string IEvent.Subject => DeliveryId;
}
