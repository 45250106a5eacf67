using Shop.Web;

namespace Shop.Orders;

/// <summary>What is refused of webhooks.</summary>
internal static class WebhookProblems
{
    public static readonly ProblemCode NotFound = new("webhook_not_found", 404, "There is no such webhook",
        "The id names no webhook. GET /v1/webhooks?customerId=… lists a customer's.");

    public static readonly ProblemCode DeliveryNotFound = new("delivery_not_found", 404, "There is no such delivery",
        "The id names no delivery of this webhook, or it is so old that it is forgotten. GET /v1/webhooks/{id}/deliveries lists them.");

    public static readonly ProblemCode TooMany = new("too_many_webhooks", 409, "The customer has webhooks enough",
        "A customer has a limited number of webhooks; the detail says how many. Delete one that is not needed any more.");

    public static readonly ProblemCode Ended = new("webhook_ended", 409, "The webhook has ended",
        "Its receiver has answered 410 Gone, so it is told nothing any more. Delete it, and register another when there is a receiver again.");
}
