using Shop.Web;

namespace Shop.Orders;

/// <summary>Problem codes of webhooks.</summary>
internal static class WebhookProblems
{
    public static readonly ProblemCode NotFound = new("webhook_not_found", 404, "There is no such webhook",
        "The webhook does not exist. GET /v1/webhooks?customerId=… lists a customer's.");

    public static readonly ProblemCode DeliveryNotFound = new("delivery_not_found", 404, "There is no such delivery",
        "The webhook has no delivery with this id, or it is past its retention. GET /v1/webhooks/{id}/deliveries lists them.");

    public static readonly ProblemCode TooMany = new("too_many_webhooks", 409, "The customer has too many webhooks",
        "The number of webhooks per customer is limited; see the detail. Delete one that is no longer needed.");

    public static readonly ProblemCode Ended = new("webhook_ended", 409, "The webhook has ended",
        "Its receiver answered 410 Gone, so it receives no more deliveries. Delete it, and register a new one when the receiver is back.");
}
