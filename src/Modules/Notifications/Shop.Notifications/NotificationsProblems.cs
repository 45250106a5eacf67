using Shop.Web;

namespace Shop.Notifications;

/// <summary>Problem codes of notifications.</summary>
internal static class NotificationsProblems
{
    public static readonly ProblemCode NotTheirOrder = new("not_the_customers_order", 403, "The order does not belong to this customer",
        "Until there are accounts, an order id proves who the customer is: orderId must be one of the customer's orders. A new order may "
            + "take a second to be known.");

    public static readonly ProblemCode NoSuchMail = new("mail_not_found", 404, "There is no such message",
        "The mailbox folder has no message with this id. GET /ops/mailbox lists them; they are deleted after a few days.");
}
