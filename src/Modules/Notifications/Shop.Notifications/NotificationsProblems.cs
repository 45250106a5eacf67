using Shop.Web;

namespace Shop.Notifications;

/// <summary>What notifications refuse.</summary>
internal static class NotificationsProblems
{
    public static readonly ProblemCode NotTheirOrder = new("not_the_customers_order", 403, "The order is not this customer's",
        "Until there are accounts, a customer is known by an order: orderId is an order of the customer's. Of an order that was placed a moment ago it may take a second.");

    public static readonly ProblemCode NoSuchMail = new("mail_not_found", 404, "There is no such message",
        "The id names no message of the mailbox folder. GET /ops/mailbox lists them; they are kept for some days.");
}
